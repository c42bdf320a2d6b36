import { describe, expect, it } from 'vitest';
import { storyStepSchema } from '../contracts/practice';
import { Story, type StoryEffect } from './story';

const steps = (...written: unknown[]): ReturnType<typeof storyStepSchema.parse>[] =>
  written.map((step) => storyStepSchema.parse(step));

const TICK_MS = 20;

/** Tells a story by a clock of its own and writes down what the customer did and when. */
class Telling {
  readonly done: Array<StoryEffect & { atMs: number }> = [];
  private atMs = 0;

  constructor(private readonly story: Story) {}

  answered(): this {
    return this.note(this.story.handle({ type: 'answered', atMs: this.atMs }));
  }
  quiet(durationMs: number): this {
    return this.pass(durationMs, false);
  }
  agentSpeaks(durationMs: number): this {
    return this.pass(durationMs, true);
  }
  dtmf(digit: string): this {
    return this.note(this.story.handle({ type: 'dtmf', atMs: this.atMs, digit }));
  }
  lineFinished(): this {
    return this.note(this.story.handle({ type: 'line-finished', atMs: this.atMs }));
  }
  get doneSteps(): Array<number | 'hang-up'> {
    return this.done.map((effect) => (effect.type === 'say' ? effect.step : 'hang-up'));
  }
  private pass(durationMs: number, agentSpeaking: boolean): this {
    for (const endMs = this.atMs + durationMs; this.atMs < endMs;) {
      this.atMs += TICK_MS;
      this.note(this.story.handle({ type: 'tick', atMs: this.atMs, agentSpeaking }));
    }
    return this;
  }
  private note(effects: readonly StoryEffect[]): this {
    this.done.push(...effects.map((effect) => ({ ...effect, atMs: this.atMs })));
    return this;
  }
}

describe('a customer of the practice PBX', () => {
  it('says nothing before the call is answered, and the first line a while after', () => {
    const telling = new Telling(new Story(steps({ when: { type: 'answered', afterMs: 300 }, say: ['a'] })));
    telling.quiet(2000);
    expect(telling.done).toEqual([]);
    telling.answered().quiet(1000);
    expect(telling.done).toEqual([{ type: 'say', step: 0, clips: ['a'], atMs: 2300 }]);
  });

  it('waits until the agent has spoken and been quiet', () => {
    const step = { when: { type: 'agent-stopped', quietMs: 700, patienceMs: 6000 }, say: ['a'] };
    const telling = new Telling(new Story(steps(step))).answered();
    telling.quiet(1000).agentSpeaks(3000).quiet(600).agentSpeaks(500).quiet(680);
    expect(telling.done).toEqual([]);
    telling.quiet(20);
    expect(telling.done).toMatchObject([{ type: 'say', atMs: 5800 }]);
  });

  it('loses patience with an agent who says nothing', () => {
    const step = { when: { type: 'agent-stopped', patienceMs: 6000 }, say: ['a'] };
    expect(new Telling(new Story(steps(step))).answered().quiet(7000).done).toMatchObject([{ atMs: 6000 }]);
  });

  it('takes being talked over as an answer, but not a short sound of agreement', () => {
    const told = (overlapMs: number): Telling =>
      new Telling(
        new Story(
          steps(
            { when: { type: 'answered', afterMs: 20 }, say: ['a'] },
            { when: { type: 'agent-stopped', quietMs: 700, patienceMs: 6000 }, say: ['b'] },
          ),
        ),
      )
        .answered()
        .quiet(20)
        .agentSpeaks(overlapMs)
        .quiet(1000)
        .lineFinished()
        .quiet(900);
    expect(told(1200).doneSteps).toEqual([0, 1]);
    expect(told(400).doneSteps).toEqual([0]);
  });

  it('goes on after a time counted from the end of the line before', () => {
    const telling = new Telling(
      new Story(
        steps(
          { when: { type: 'answered', afterMs: 0 }, say: ['a'] },
          { when: { type: 'after', afterMs: 1000 }, say: ['b'] },
        ),
      ),
    )
      .answered()
      .quiet(3000);
    expect(telling.doneSteps).toEqual([0]);
    expect(telling.lineFinished().quiet(1000).done[1]).toMatchObject({ step: 1, atMs: 4000 });
  });

  it('reacts to the digit it waits for and to no other', () => {
    const telling = new Telling(new Story(steps({ when: { type: 'dtmf', digit: '1' }, say: ['a'] }))).answered();
    expect(telling.quiet(60_000).dtmf('2').doneSteps).toEqual([]);
    expect(telling.dtmf('1').doneSteps).toEqual([0]);
    expect(telling.dtmf('1').doneSteps).toEqual([0]);
  });

  it('hangs up after the last word, once, and then does nothing more', () => {
    const telling = new Telling(
      new Story(
        steps(
          { when: { type: 'answered', afterMs: 0 }, say: ['a'], then: 'hang-up' },
          { when: { type: 'after', afterMs: 0 }, say: ['never'] },
        ),
      ),
    )
      .answered()
      .quiet(100);
    expect(telling.doneSteps).toEqual([0]);
    telling.lineFinished().lineFinished().answered().quiet(10_000);
    expect(telling.doneSteps).toEqual([0, 'hang-up']);
  });

  it('can hang up without a word, and listens on when the story is told', () => {
    const hangUp = steps({ when: { type: 'after', afterMs: 100 }, then: 'hang-up' });
    expect(new Telling(new Story(hangUp)).answered().quiet(200).doneSteps).toEqual(['hang-up']);
    expect(new Telling(new Story([])).answered().agentSpeaks(1000).quiet(60_000).doneSteps).toEqual([]);
  });
});
