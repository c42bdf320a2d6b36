import { locateModels, modelSearchPath } from '../../models/locate';
import { appMissing } from './desk-app';

const located = await locateModels({ searchPath: modelSearchPath() });

/** Why tests that need the real app and every ear of it cannot run here, or null. */
export const earsMissing: string | null =
  appMissing ??
  (located.every(({ state }) => state === 'found')
    ? null
    : `not on this machine: the model of the ${located
        .filter(({ state }) => state !== 'found')
        .map(({ role }) => role)
        .join(', ')}`);
