import { Modal } from '@mantine/core';
import { useActions, useApp } from '../context';
import { useTroubleWords, useWords } from '../i18n/i18n';

/** As many lines as help to mend a file. */
const MOST_LINES = 100;

/** What became of a file of contacts: how many were taken, and why a line was not. */
export function ImportReport() {
  const t = useWords();
  const words = useTroubleWords();
  const report = useApp((model) => model.contacts.report);
  const { contacts } = useActions();
  if (!report) return null;
  const { added, known, troubles } = report;
  return (
    <Modal
      opened
      onClose={contacts.closeReport}
      title={t('contacts.report')}
      closeButtonProps={{ 'aria-label': t('help.close') }}
      centered
      size={520}
    >
      <p>{t('contacts.reportSum', { added, known, failed: troubles.length })}</p>
      {troubles.length === 0 ? null : (
        <ul className="st-import-troubles" data-testid="import-troubles">
          {troubles.slice(0, MOST_LINES).map(({ line, code, text }) => (
            <li key={`${String(line)} ${code} ${text}`}>
              <b className="st-num">{t('contacts.line', { line })}</b> {words({ code, message: text }).what}{' '}
              <span className="st-dim">{words({ code, message: text }).next}</span>
            </li>
          ))}
        </ul>
      )}
    </Modal>
  );
}
