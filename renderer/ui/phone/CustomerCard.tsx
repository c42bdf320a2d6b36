import type { Customer } from '../../../contracts/customers';
import { useApp } from '../context';
import { useWords } from '../i18n/i18n';

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
        <div data-wide>
          <dt>{t('copilot.story')}</dt>
          <dd>{customer.story}</dd>
        </div>
      ) : null}
    </dl>
  );
}

/** The customer of the call or of the wrap-up after it. While a call rings, its panel says the same. */
export function CustomerCard() {
  const t = useWords();
  const customer = useApp((model) => (model.call ?? model.wrapUp)?.customer ?? null);
  return (
    <section className="st-customer" aria-label={t('copilot.customer')}>
      <div className="st-row">
        <h2 className="st-section-title">{t('copilot.customer')}</h2>
        {customer ? (
          <>
            <strong className="st-clip">{customer.name}</strong>
            <span className="st-dim st-clip">{customer.company}</span>
          </>
        ) : null}
      </div>
      {customer ? <Facts customer={customer} /> : <p className="st-dim">{t('copilot.unknownCustomer')}</p>}
    </section>
  );
}
