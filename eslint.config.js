import boundaries from 'eslint-plugin-boundaries';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Which room may import which: docs/architecture.md. Each row also allows the room itself. */
const rooms = {
  contracts: [],
  domain: ['contracts'],
  copilot: ['contracts', 'domain', 'models'],
  main: ['contracts', 'domain', 'models'],
  preload: ['contracts'],
  renderer: ['contracts', 'domain'],
  practice: ['contracts', 'domain'],
  server: ['contracts', 'domain'],
  models: ['contracts'],
  build: [],
  // The demonstration drives the real app through the real stack, so it may know them all.
  demo: ['contracts', 'practice', 'server', 'build'],
  // The benchmark measures the real parts of every river, and the real app, from outside.
  bench: [
    ...['contracts', 'domain', 'copilot', 'models', 'practice', 'build'],
    ...['renderer-call', 'renderer-records'],
  ],
  // What injects faults drives the real app against the real Asterisk of the tests; the tests run the same cases.
  survive: ['contracts', 'domain', 'practice', 'server', 'build', 'bench', 'test'],
};
const windowRooms = ['call', 'audio', 'copilot', 'headset', 'records', 'recording', 'monitor'];

export default tseslint.config(
  { ignores: ['out', 'dist', 'node_modules', 'demo-report', '.cache'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-properties': [
        'error',
        { object: 'ipcMain', property: 'handle', message: 'Use main/ipc.ts: it checks the sender and the payload.' },
        { object: 'ipcMain', property: 'on', message: 'Use main/ipc.ts: it checks the sender and the payload.' },
      ],
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'no-restricted-imports': ['error', { patterns: ['electron', 'node:*'] }],
    },
  },
  {
    files: ['contracts/**/*.ts', 'domain/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['electron', 'node:*', 'react'] }] },
  },
  {
    files: ['main/copilot/**/*.ts', 'server/**/*.ts', 'practice/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['electron'] }] },
  },
  {
    files: ['**/*.{ts,tsx}'],
    ignores: ['test/**', '**/*.test.{ts,tsx}', '*.config.ts'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: true, node: { extensions: ['.ts', '.tsx', '.js'] } },
      'boundaries/elements': [
        { type: 'copilot', pattern: 'main/copilot', mode: 'folder' },
        { type: 'demo', pattern: 'build/demo', mode: 'folder' },
        ...Object.keys(rooms)
          .filter((room) => room !== 'copilot' && room !== 'demo' && room !== 'renderer')
          .map((room) => ({ type: room, pattern: room, mode: 'folder' })),
        ...windowRooms.map((room) => ({ type: `renderer-${room}`, pattern: `renderer/${room}`, mode: 'folder' })),
        { type: 'renderer', pattern: 'renderer', mode: 'folder' },
        { type: 'test', pattern: 'test', mode: 'folder' },
      ],
    },
    rules: {
      'boundaries/element-types': [
        'error',
        {
          default: 'disallow',
          rules: [
            ...Object.entries(rooms).map(([from, allow]) => ({ from, allow: [from, ...allow] })),
            ...windowRooms.map((room) => ({
              from: `renderer-${room}`,
              allow: [`renderer-${room}`, 'contracts', 'domain'],
            })),
            { from: 'renderer', allow: ['renderer', ...windowRooms.map((room) => `renderer-${room}`)] },
          ],
        },
      ],
    },
  },
);
