/** What a case saw, in words, and a figure where one was taken. */
export interface Seen {
  /** What the agent saw. */
  readonly seen: string;
  readonly figure?: string;
}

/**
 * One failure of docs/reliability.md, injected and judged. The end-to-end tests and `npm run survive` run the same
 * ones. Throws where Sidetone did not do as it must; leaves the desk without a call.
 */
export interface SurviveCase<Stage> {
  /** Short, for `--only` and the table. */
  readonly name: string;
  /** Of docs/reliability.md; null for what is in none. */
  readonly row: number | null;
  /** What Sidetone does: the test's name. */
  readonly title: string;
  /** What was done to it. */
  readonly injected: string;
  run(stage: Stage): Promise<Seen>;
}
