import { qualityFormSchema, type QualityForm } from '../../contracts/quality-form';
import { checkJson, parseJsonFile, type JsonCheck } from '../json-check';

/** Reads the text of a quality form (JSON) and says of everything that is wrong where it stands and what to do. Never throws. */
export function checkQualityForm(text: string): JsonCheck<QualityForm> {
  return checkJson(text, qualityFormSchema);
}

/** As {@link checkQualityForm}. @throws SidetoneError `quality-form-invalid`, a line of the message for each problem. */
export function parseQualityForm(text: string, fileName: string): QualityForm {
  return parseJsonFile(text, qualityFormSchema, 'quality-form-invalid', fileName);
}
