export { startDesk, startFloor, type DeskApp, type Floor } from '../../build/demo/floor';

/** Why the tests with the real app cannot run here, or null: `npm test` finds Electron and a display for them. */
export const appMissing: string | null = process.env.SIDETONE_ELECTRON
  ? null
  : 'SIDETONE_ELECTRON is not set: run the tests by `npm test`';
