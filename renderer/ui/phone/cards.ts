import type { Icon } from '@tabler/icons-react';
import {
  IconBan,
  IconCalendarTime,
  IconCheck,
  IconInfoCircle,
  IconMessage2,
  IconShieldExclamation,
  IconTag,
  IconUserShare,
  IconX,
} from '@tabler/icons-react';
import type { CardState, CueAction, ShownCard } from '../../../contracts/cues';
import type { Tone } from '../states';

export const actionLooks: Record<CueAction, { icon: Icon; tone: Tone }> = {
  offer: { icon: IconTag, tone: 'blue' },
  'opt-out': { icon: IconBan, tone: 'red' },
  callback: { icon: IconCalendarTime, tone: 'violet' },
  transfer: { icon: IconUserShare, tone: 'blue' },
  'alert-supervisor': { icon: IconShieldExclamation, tone: 'red' },
  inform: { icon: IconInfoCircle, tone: 'blue' },
};

export const cardStateIcons: Record<CardState, Icon> = {
  hearing: IconMessage2,
  confirmed: IconMessage2,
  withdrawn: IconX,
  used: IconCheck,
  dismissed: IconX,
};

/** Cards that are not the leading one, newest first. */
export function earlierCards(cards: readonly ShownCard[], leading: ShownCard | null): ShownCard[] {
  return cards.filter((card) => card.cardId !== leading?.cardId).reverse();
}
