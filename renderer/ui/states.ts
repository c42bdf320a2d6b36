import type { Icon } from '@tabler/icons-react';
import {
  IconCircleCheck,
  IconCircleDashed,
  IconClockPause,
  IconCoffee,
  IconEdit,
  IconPhone,
  IconPhoneCall,
  IconPhoneIncoming,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconPlayerPause,
} from '@tabler/icons-react';
import type { AgentState, CallPhase } from '../../contracts/calls';

export type Tone = 'green' | 'blue' | 'amber' | 'red' | 'violet' | 'grey';

/** How a state looks, the same everywhere. `solid`: filled instead of outlined. */
export interface StateLook {
  icon: Icon;
  tone: Tone;
  solid: boolean;
  pulse: boolean;
}
const look = (icon: Icon, tone: Tone, solid = false, pulse = false): StateLook => ({ icon, tone, solid, pulse });

export const agentLooks: Record<AgentState, StateLook> = {
  offline: look(IconCircleDashed, 'grey'),
  ready: look(IconCircleCheck, 'green'),
  ringing: look(IconPhoneIncoming, 'blue', false, true),
  'in-call': look(IconPhoneCall, 'green', true),
  'wrap-up': look(IconEdit, 'violet'),
  break: look(IconCoffee, 'grey'),
};

export const phaseLooks: Record<CallPhase, StateLook> = {
  dialing: look(IconPhoneOutgoing, 'blue', false, true),
  'remote-ringing': look(IconPhoneOutgoing, 'blue', false, true),
  ringing: look(IconPhoneIncoming, 'blue', false, true),
  answering: look(IconPhone, 'blue', false, true),
  active: look(IconPhoneCall, 'green', true),
  held: look(IconPlayerPause, 'amber'),
  ended: look(IconPhoneOff, 'grey'),
};
export const reconnectingLook: StateLook = look(IconClockPause, 'red');
