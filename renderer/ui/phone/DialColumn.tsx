import { ActionIcon, Button, CloseButton, TextInput, Tooltip } from '@mantine/core';
import { IconBackspace, IconChevronDown, IconChevronUp, IconLink, IconPhone } from '@tabler/icons-react';
import { headerLines } from '../../../domain/agreed-headers';
import { useActions, useApp, useView } from '../context';
import { useWords } from '../i18n/i18n';
import { NUMBER_FIELD_ID } from '../keys';
import { accountOfCall, lastDialled, type AppModel } from '../model';
import { KeyHint } from '../shell/KeyHint';
import { AccountSelect } from './AccountSelect';
import { Keypad } from './Keypad';
import { PeopleLists } from './PeopleLists';

/** Whether a call could go out now: by the account of the last call where that is called again, else by the chosen one. */
function isAccountReady(model: AppModel, again: boolean): boolean {
  const last = again ? lastDialled(model) : null;
  const chosen = model.accounts.find(({ accountId }) => accountId === model.dialAccount);
  const account = (last && accountOfCall(model, last)) ?? chosen;
  return (account ?? model.registration).state === 'registered';
}

function FoldKeypad() {
  const t = useWords();
  const setView = useView();
  const open = useApp((model) => model.view.keypadOpen);
  const label = t(open ? 'dial.foldKeypad' : 'dial.unfoldKeypad');
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={label}
        aria-expanded={open}
        onClick={() => setView({ keypadOpen: !open })}
      >
        {open ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}

function NumberField() {
  const t = useWords();
  const actions = useActions();
  const open = useApp((model) => model.view.keypadOpen);
  const inCall = useApp((model) => model.call !== null);
  const text = useApp((model) => model.view.dialText);
  const canDial = useApp(
    (model) =>
      isAccountReady(model, text.trim() === '' && !inCall) &&
      model.wrapUp === null &&
      model.incoming === null &&
      (model.call === null ||
        ((model.call.phase === 'active' || model.call.phase === 'held') && !model.otherCall && !model.waiting)),
  );
  const setView = useView();
  const fromLink = useApp((model) => model.view.dialFromLink);
  const headers = useApp((model) => model.view.dialHeaders);
  // Another number is another call: what the link wanted to tell of its own is not told of that one.
  const setText = (dialText: string) =>
    setView({ dialText, dialFromLink: fromLink && dialText !== '', dialHeaders: null });
  const last = useApp(lastDialled);
  // In a call an empty field offers nothing: one press too many would put the customer on hold and dial.
  const again = text.trim() === '' && !inCall ? last : null;
  // Where another account than the chosen one will call, the button says so before.
  const by = useApp((model) => {
    const account = last && accountOfCall(model, last);
    return account && account.accountId !== model.dialAccount ? account : null;
  });
  const againWords = again && [
    again.customerName ?? again.maskedNumber,
    ...(by ? [by.label ?? t('accounts.main')] : []),
  ];
  const ready = canDial && (text.trim() !== '' || again !== null);
  return (
    <form
      className="st-dial"
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        if (again) actions.redialLast();
        else actions.dial(text, { headers });
        setText('');
        // The letters are the call's keys now.
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      }}
    >
      <div className="st-row">
        <label htmlFor={NUMBER_FIELD_ID} className="st-section-title">
          {t('dial.number')}
        </label>
        <KeyHint keys="Ctrl D" />
        <span className="st-grow" />
        <FoldKeypad />
      </div>
      <TextInput
        id={NUMBER_FIELD_ID}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={t('dial.placeholder')}
        autoComplete="off"
        spellCheck={false}
        size="md"
        classNames={{ input: 'st-number' }}
        rightSection={
          text === '' ? null : (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('dial.erase')}
              onClick={() => setText(text.slice(0, -1))}
            >
              <IconBackspace size={18} />
            </ActionIcon>
          )
        }
      />
      {fromLink ? (
        <div className="st-row st-banner st-tone-blue" role="status" data-testid="link-asks">
          <IconLink size={18} stroke={1.8} aria-hidden className="st-tinted" />
          <span className="st-grow">
            {t('desktop.fromLink')}
            {headers ? <span className="st-caption st-breakable"> {headerLines(headers).join(' · ')}</span> : null}
          </span>
          <CloseButton size="sm" aria-label={t('desktop.dropLink')} onClick={() => setText('')} />
        </div>
      ) : null}
      <AccountSelect />
      {open ? (
        <Keypad label={t('dial.keypad')} disabled={inCall && !canDial} onKey={(digit) => setText(text + digit)} />
      ) : null}
      <Button type="submit" fullWidth disabled={!ready} leftSection={<IconPhone size={18} />} className="st-answer">
        {againWords
          ? t('contacts.redial', { name: againWords.join(' · ') })
          : t(inCall && canDial ? 'lines.dialSecond' : 'dial.call')}
      </Button>
    </form>
  );
}

/** Left column: whom to call. It stays as it is in a call, whose own keys are in the call's stage. */
export function DialColumn() {
  const t = useWords();
  return (
    <section className="st-column st-left" aria-label={t('dial.label')}>
      <NumberField />
      <PeopleLists />
    </section>
  );
}
