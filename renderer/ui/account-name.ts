import type { AccountView } from './model';
import { useWords } from './i18n/i18n';

/** An account by its name and extension, so that two of one brand can be told apart. */
export function useAccountName(): (account: Pick<AccountView, 'label' | 'extension'>) => string {
  const t = useWords();
  return ({ label, extension }) => {
    const name = label ?? t('accounts.main');
    return extension === '' ? name : t('accounts.named', { name, extension });
  };
}
