import type { zhModels, zhModelsTrouble } from './zh-models';

/** The model manager in Settings, in English. */
export const enModels: typeof zhModels = {
  modelManager: {
    title: 'Model manager',
    hint: 'Fetch, verify, test and switch the copilot’s models. A test runs in a process of its own: however bad the model, calls go on.',
    none: 'Reading the models…',
    inUse: 'In use',
    previous: 'Used before',
    state: { found: 'Ready to use', missing: 'Not on this computer', damaged: 'Damaged' },
    verified: 'SHA-256 verified',
    unverified: 'Unverified (imported)',
    size: '{{megabytes}} MB',
    measured: 'Real-time factor {{factor}} · memory {{megabytes}} MB · loaded in {{seconds}} s',
    slow: 'Too slow for this computer: the real-time factor should be below 0.8',
    heard: 'Test sentences understood',
    voice: 'Test sentences taken for speech',
    share: { zh: 'Chinese {{percent}}%', en: 'English {{percent}}%' },
    notMeasured: 'Not tested on this computer yet',
    fetch: 'Fetch',
    test: 'Test',
    use: 'Test and switch',
    rollBack: 'Roll back to this',
    ofModel: '{{action}}: {{name}}',
    cancel: 'Cancel',
    importFolder: 'Import from a folder…',
    verify: 'Verify again',
    importHint:
      'No way out of your network? Copy the model’s folder to a USB stick or a share, and import it from there.',
    switchWaits: 'Switched. It takes effect after this call: the next call has the new model.',
    work: {
      fetch: 'Fetching',
      making: 'Fetching the package and converting it: up to a minute',
      test: 'Testing',
      use: 'Testing; switches when it passes',
      import: 'Importing',
      verify: 'Verifying',
    },
    progress: '{{done}} / {{total}} MB',
    imported: {
      verified: '{{name}} was imported: its files are the product’s own.',
      unverified: '{{name}} was imported: it passed the test; where it comes from is not verified.',
    },
  },
};

export const enModelsTrouble: typeof zhModelsTrouble = {
  'model-imported': {
    what: 'This model was imported and cannot be fetched.',
    next: 'Import it again from its folder.',
  },
  'model-unknown': { what: 'There is no such model.', next: 'Open this page again and choose another. {{message}}' },
  'model-unreachable': {
    what: 'The fetch was cut: {{message}}',
    next: 'Press Fetch again: it goes on where it stopped.',
  },
  'model-not-served': {
    what: 'Nobody serves the files: {{message}}',
    next: 'Copy the model’s folder from a computer that has it, and import it.',
  },
  'package-not-had': {
    what: 'The model’s package could not be had: {{message}}',
    next: 'Check the network and try again, or import the folder from a computer that has the model.',
  },
  'model-other-file': {
    what: 'A file is not the one Sidetone knows: {{message}}',
    next: 'Get the file again; give a model of your own other file names.',
  },
  'model-wrong-kind': {
    what: 'This model cannot be used: {{message}}',
    next: 'The model of before is still in use; try another one.',
  },
  'model-crashed': {
    what: 'The engine crashed in the test: {{message}}',
    next: 'The model of before is still in use; get the files again.',
  },
  'model-hangs': {
    what: 'The test came to no end and was stopped: {{message}}',
    next: 'The model of before is still in use; try a smaller one.',
  },
  'model-hears-nothing': {
    what: 'The model loads but does not understand the test sentences.',
    next: 'The model of before is still in use; check that this one recognises speech, and of which language.',
  },
  'model-not-whole': { what: 'The model is not whole: {{message}}', next: 'Fetch it, or import it again.' },
  'model-no-previous': { what: 'No other model was in use before.', next: 'There is nothing to go back to.' },
  'model-unknown-layout': {
    what: 'No model was found that Sidetone knows: {{message}}',
    next: 'Check that it is the right folder.',
  },
  'models-busy': { what: 'Something is being done with the models.', next: 'Wait for it, or cancel it first.' },
  'models-list-damaged': {
    what: 'The list of chosen models is damaged; the product’s own are in use. {{message}}',
    next: 'Switch once more; the damaged file is put aside, not deleted.',
  },
  'folder-unreadable': { what: 'The folder cannot be read: {{message}}', next: 'Check its rights, or choose another.' },
};
