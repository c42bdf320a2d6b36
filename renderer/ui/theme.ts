import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';
import { createTheme } from '@mantine/core';
import type { Tokens } from './tokens';
import { tokens } from './tokens';

const accent: MantineColorsTuple = [
  '#e8f6f9',
  '#d3ebf0',
  '#a7d7e1',
  '#78c2d2',
  '#52b0c5',
  '#3aa4bc',
  '#2b9fb8',
  '#117489',
  '#0b6577',
  '#075566',
];
const gray: MantineColorsTuple = [
  '#f7f8f8',
  '#f0f2f2',
  '#e6e9e9',
  '#dfe3e3',
  '#cdd2d3',
  '#adb4b6',
  '#7f898b',
  '#586163',
  '#3a4143',
  '#22282a',
];
const dark: MantineColorsTuple = [
  '#eaeded',
  '#c3c9ca',
  '#a4adaf',
  '#7b8486',
  '#3d4344',
  '#2b2f30',
  '#1f2324',
  '#1c1f20',
  '#141617',
  '#0e1011',
];

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 8, dark: 7 },
  colors: { accent, gray, dark },
  defaultRadius: 8,
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: { fontWeight: '600' },
  components: {
    TextInput: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, fz: 13 } },
    Modal: { defaultProps: { transitionProps: { duration: 120 } } },
  },
});

function variables(colours: Tokens): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(colours).map(([name, value]) => [`--st-${name}`, value])),
    '--mantine-color-body': colours.surface,
    '--mantine-color-text': colours.text,
    '--mantine-color-dimmed': colours.dim,
    '--mantine-color-default-border': colours.line,
    '--mantine-color-placeholder': colours.dim,
    '--mantine-color-error': colours.red,
  };
}

/** Puts {@link tokens} into CSS as --st-… and hands Mantine the neutral ones. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: variables(tokens.light),
  dark: variables(tokens.dark),
});
