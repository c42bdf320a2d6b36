import { VisuallyHidden } from '@mantine/core';
import { useApp } from '../context';
import { useWords } from '../i18n/i18n';
import type { AppModel } from '../model';
import { leadingCard } from '../../../domain/cues';

type Words = ReturnType<typeof useWords>;

/** The sentence a screen reader says at once when the call changes; empty when there is nothing to say. */
export function callSentence(model: AppModel, t: Words): string {
  const { call, incoming, waiting, wrapUp } = model;
  if (incoming) return t('live.incoming', { name: incoming.displayName || incoming.number });
  if (!call) return wrapUp ? t('live.ended', { cause: t(`cause.${wrapUp.cause}`) }) : '';
  if (waiting) return t('live.waiting', { name: waiting.displayName || waiting.number });
  const name = call.displayName || call.number;
  if (call.reconnectingSinceMs !== null) return t('live.reconnecting');
  if (call.phase === 'ended') return call.endedCause ? t('live.ended', { cause: t(`cause.${call.endedCause}`) }) : '';
  if (call.phase === 'dialing' || call.phase === 'remote-ringing') return t('live.dialing', { name });
  if (call.muted) return t('live.muted');
  if (call.onHold) return t('live.held');
  return call.phase === 'active' ? t('live.active', { name }) : '';
}

/** What is said aloud: the call assertively, cards politely unless the screen reader comes first, meters never. */
export function LiveRegions() {
  const t = useWords();
  const sentence = useApp((model) => callSentence(model, t));
  const card = useApp((model) => leadingCard(model.copilot.cards));
  const first = useApp((model) => model.display.screenReaderFirst);
  const cardSentence =
    card?.state === 'confirmed' ? t('live.card', { title: card.title, line: card.lines[0] ?? '' }) : '';
  return (
    <VisuallyHidden>
      <div role="alert" aria-live="assertive" data-testid="live-call">
        {sentence}
      </div>
      <div aria-live={first ? 'assertive' : 'polite'} data-testid="live-card">
        {cardSentence}
      </div>
    </VisuallyHidden>
  );
}
