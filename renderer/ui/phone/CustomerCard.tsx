import { IconUser } from '@tabler/icons-react';
import type { Customer } from '../../../contracts/customers';
import { useApp } from '../context';
import { initialOf } from '../format';
import { useWords } from '../i18n/i18n';
import { Empty } from '../shell/Empty';

/** What is known of a customer, label and value. */
export function Facts({ customer }: { customer: Customer }) {
  const t = useWords();
  return (
    <dl className="st-facts">
      {customer.facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
      {customer.practice && customer.story ? (
        <div>
          <dt>{t('copilot.story')}</dt>
          <dd>{customer.story}</dd>
        </div>
      ) : null}
    </dl>
  );
}

/** The customer of the call, of the ringing call, or of the wrap-up before. */
export function CustomerCard() {
  const t = useWords();
  const call = useApp((model) => model.call ?? model.incoming ?? model.wrapUp);
  const customer = call?.customer ?? null;
  return (
    <section className="st-customer" aria-label={t('copilot.customer')}>
      <h2 className="st-section-title">{t('copilot.customer')}</h2>
      {customer ? (
        <>
          <div className="st-row">
            <span className="st-avatar" aria-hidden>
              {initialOf(customer.name)}
            </span>
            <div className="st-person-text">
              <strong className="st-clip">{customer.name}</strong>
              <span className="st-dim st-caption st-clip">{customer.company}</span>
            </div>
          </div>
          <Facts customer={customer} />
        </>
      ) : (
        <Empty icon={IconUser}>{t(call ? 'copilot.unknownCustomer' : 'copilot.noCustomer')}</Empty>
      )}
    </section>
  );
}
