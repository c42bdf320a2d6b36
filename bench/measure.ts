import type { DeskBench } from './desk/electron';
import { median, medianRatio, quantile, type Paired } from './statistics';

/** One line of the result: a thing measured our way and the simple way. */
export interface Comparison extends Paired {
  what: string;
  alternativeIs: string;
  unit: 'µs' | 'ms' | 's' | 'MB' | 'calls' | '% of a core';
  better: 'lower' | 'higher';
}

/** What every measure may use. Each part is made when first asked for. */
export interface Bench {
  /** The built app, Electron and a display. @throws NotMeasured where there are none */
  desk(): Promise<DeskBench>;
  /** An empty folder that is removed at the end. */
  folder(): Promise<string>;
  /** Removes what a measure started, last first, also when it fails. */
  atEnd(cleanUp: () => Promise<unknown>): void;
  /** Shows how far a measure of minutes has come. */
  progress(done: number, of: number): void;
}

export interface Measure {
  name: string;
  title: string;
  run(bench: Bench): Promise<Comparison[]>;
}

/** Something that this machine lacks; the measure counts neither as done nor as failed. */
export class NotMeasured extends Error {}

/** The figures of a comparison. `tail`: 95 % of the samples are no worse. */
export interface Figures {
  median: number;
  tail: number;
  samples: number;
}

export function figures(values: readonly number[], better: Comparison['better']): Figures {
  return { median: median(values), tail: quantile(values, better === 'lower' ? 0.95 : 0.05), samples: values.length };
}

export interface ResultRow {
  measure: string;
  what: string;
  alternativeIs: string;
  unit: Comparison['unit'];
  better: Comparison['better'];
  ours: Figures;
  alternative: Figures;
  /** Ours over the alternative. */
  ratio: number;
}

export function resultRow(measure: string, comparison: Comparison): ResultRow {
  const { what, alternativeIs, unit, better, ours, alternative } = comparison;
  return {
    measure,
    what,
    alternativeIs,
    unit,
    better,
    ours: figures(ours, better),
    alternative: figures(alternative, better),
    ratio: medianRatio(comparison),
  };
}
