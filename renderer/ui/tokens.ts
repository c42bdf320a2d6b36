/** Colours of the window, by theme. Each text colour stands on `surface` and `ground` with contrast >= 4.5 (tested). */
export interface Tokens {
  ground: string;
  surface: string;
  sunken: string;
  line: string;
  text: string;
  dim: string;
  accent: string;
  /** Behind white text. */
  'accent-fill': string;
  'answer-fill': string;
  'hangup-fill': string;
  green: string;
  blue: string;
  amber: string;
  red: string;
  violet: string;
  grey: string;
}

export const tokens: { light: Tokens; dark: Tokens } = {
  light: {
    ground: '#f5f6f6',
    surface: '#ffffff',
    sunken: '#eef0f0',
    line: '#dfe3e3',
    text: '#1a1e1f',
    dim: '#586163',
    accent: '#0b6577',
    'accent-fill': '#0b6577',
    'answer-fill': '#1a7a3c',
    'hangup-fill': '#c1272d',
    green: '#17733a',
    blue: '#1b5cbe',
    amber: '#855300',
    red: '#ba2329',
    violet: '#6538ba',
    grey: '#586163',
  },
  dark: {
    ground: '#141617',
    surface: '#1c1f20',
    sunken: '#25292a',
    line: '#333839',
    text: '#eaeded',
    dim: '#a4adaf',
    accent: '#63c3d6',
    'accent-fill': '#117489',
    'answer-fill': '#1d7c40',
    'hangup-fill': '#c4343a',
    green: '#66cd8a',
    blue: '#85b4ff',
    amber: '#efb650',
    red: '#ff8f8b',
    violet: '#bda4ff',
    grey: '#a4adaf',
  },
};

/** WCAG 2.2 contrast ratio of two #rrggbb colours, 1 to 21. */
export function contrast(first: string, second: string): number {
  const luminance = (colour: string) => {
    const channel = (offset: number) => {
      const value = parseInt(colour.slice(offset, offset + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  };
  const [low, high] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}
