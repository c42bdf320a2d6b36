import type { RegistrationState, Telephone } from '../call/telephone';
import type { Trouble } from '../ui/model';

/** A telephone that does nothing: a desk whose PBX is not set up yet still has its records and settings. */
export const noTelephone: Telephone = {
  start: (listener) => listener.registration({ state: 'offline', causeText: 'not set up' }),
  call: () => {
    throw new Error('No PBX is set up.');
  },
  stop: () => undefined,
};

/** What is wrong with the registration, as a code the window has words for; null while nothing is. */
export function registrationTrouble(state: RegistrationState): Trouble | null {
  if (state.state === 'offline') return { code: 'pbx-unreachable', message: state.causeText };
  if (state.state === 'failed') return { code: refusalCode(state.code), message: state.causeText };
  return null;
}

function refusalCode(sipCode: number | null): string {
  if (sipCode === 401 || sipCode === 403) return 'wrong-password';
  return sipCode === 404 ? 'unknown-extension' : 'register-refused';
}
