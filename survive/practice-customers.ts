import { practiceCustomerSchema, type PracticeCustomer } from '../contracts/practice';

/** Rings for a second, is silent when answered, and hangs up by itself: what a killed desk leaves behind ends. */
export const CUSTOMER = { customerId: 'patient', number: '700', name: '耐心的客户' } as const;
/** Of the library: answers at once and sends back what it hears, for as long as the agent likes. */
export const ECHO = { number: '600' } as const;
/** Of the library: has a voice, and a story about prices. */
export const SPEAKING = { customerId: 'zhang-price', number: '8001' } as const;
/** Answers at once and hangs up three tenths of a second later. */
export const BRIEF = { customerId: 'brief', number: '701', name: '话少的客户' } as const;

function customer({ customerId, number, name }: typeof CUSTOMER | typeof BRIEF, does: object) {
  const voice = { language: 'zh', voice: 'zf_xiaobei', story: { zh: name, en: name } };
  return practiceCustomerSchema.parse({ customerId, extension: number, name, ...voice, ...does });
}

/** Customers that only the failures need, beside those of the library. */
export const ownCustomers: readonly PracticeCustomer[] = [
  customer(BRIEF, {
    onInvite: { type: 'answer', ringMs: 0 },
    steps: [{ when: { type: 'after', afterMs: 300 }, then: 'hang-up' }],
  }),
  customer(CUSTOMER, {
    onInvite: { type: 'answer', ringMs: 1_000 },
    steps: [{ when: { type: 'after', afterMs: 8_000 }, then: 'hang-up' }],
  }),
];
