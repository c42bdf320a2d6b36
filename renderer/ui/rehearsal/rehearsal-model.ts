import type { Customer } from '../../../contracts/customers';
import type { Language } from '../../../contracts/cues';
import type { AccountView, AppModel } from '../model';

/** What stands in the middle while nothing else does. `recordId` null: of the newest rehearsal. */
export type RehearsalPage =
  { page: 'customers' } | { page: 'progress'; story: string | null } | { page: 'report'; recordId: string | null };

/** The account to rehearse by: the chosen one where its PBX is for practice, else the first of that kind; null without. */
export function practiceAccount({
  accounts,
  dialAccount,
}: Pick<AppModel, 'accounts' | 'dialAccount'>): AccountView | null {
  const able = accounts.filter(({ practice, state }) => practice === true && state === 'registered');
  return able.find(({ accountId }) => accountId === dialAccount) ?? able[0] ?? null;
}

/** Whether the agent has nothing else to do and could rehearse. */
export function mayRehearse(model: AppModel): boolean {
  const { call, incoming, wrapUp, takeBack, agent } = model;
  const free = call === null && incoming === null && wrapUp === null && takeBack === null;
  return free && agent.state !== 'break' && practiceAccount(model) !== null;
}

/** Those with a story to rehearse, the easiest first, as they are listed else. */
export function rehearsalCustomers(customers: readonly Customer[]): Customer[] {
  return customers
    .filter(({ practice, expectedCues }) => practice && (expectedCues?.length ?? 0) > 0)
    .sort((a, b) => (a.expectedCues?.length ?? 0) - (b.expectedCues?.length ?? 0));
}

/** A customer's story in the language of the window, where it is told in it. */
export function storyIn({ story, stories }: Customer, language: Language): string {
  return stories?.[language] ?? story;
}
