import { useEffect } from 'react';
import { spotlight } from '@mantine/spotlight';
import type { Disposition } from '../../contracts/calls';
import { dispositionSchema } from '../../contracts/calls';
import type { AppParts } from './context';
import type { AppModel } from './model';
import { mayRehearse } from './rehearsal/rehearsal-model';
import { watchPointerFocus } from './pointer-focus';
import { leadingCard } from '../../domain/cues';

export const NUMBER_FIELD_ID = 'sidetone-number';
export const CONTACTS_FIELD_ID = 'sidetone-contacts';
export const TAKE_SUMMARY_ID = 'sidetone-take-summary';
/** Dispositions in the order of the keys 1 to 9. */
export const dispositionKeys: readonly Disposition[] = dispositionSchema.options;

export type KeyCommand =
  | { type: 'focus-number' }
  | { type: 'answer' }
  | { type: 'use-card'; cardId: string }
  | { type: 'dismiss-card'; cardId: string }
  | { type: 'hang-up' }
  | { type: 'call-back' }
  | { type: 'decline' }
  | { type: 'mute' }
  | { type: 'hold' }
  | { type: 'answer-waiting' }
  | { type: 'decline-waiting' }
  | { type: 'swap' }
  | { type: 'transfer' }
  | { type: 'conference' }
  | { type: 'recording' }
  | { type: 'keypad' }
  | { type: 'captions' }
  | { type: 'next-line' }
  | { type: 'dtmf'; digit: string }
  | { type: 'disposition'; disposition: Disposition }
  | { type: 'take-summary' }
  | { type: 'focus-form' }
  | { type: 'finish-wrap-up' }
  | { type: 'focus-contacts' }
  | { type: 'redial' }
  | { type: 'speed-dial'; key: number }
  | { type: 'do-not-disturb' }
  | { type: 'rehearse' }
  | { type: 'palette' }
  | { type: 'help' };

export interface KeyPress {
  key: string;
  /** Control, or Command on macOS. */
  control: boolean;
  alt: boolean;
  shift?: boolean;
  /** An input method is composing: the key belongs to it. */
  composing: boolean;
  repeat: boolean;
  /** What has focus: a text field, something that was reached by Tab and that Enter activates, or nothing of the kind. */
  focus: 'text' | 'button' | 'none';
  /** A dialog is open: it takes Escape, Enter and letters. */
  dialogOpen: boolean;
}

/** What a key press asks for, by DESIGN's table of keys; null when it is none of ours. */
export function commandForKey(press: KeyPress, model: AppModel): KeyCommand | null {
  if (press.composing || press.repeat || press.alt) return null;
  if (press.control && press.shift) return /^d$/i.test(press.key) ? { type: 'do-not-disturb' } : null;
  if (press.control) return controlCommand(press.key, model);
  if (press.dialogOpen) return null;
  const card = leadingCard(model.copilot.cards);
  if (press.key === 'Escape') return card ? { type: 'dismiss-card', cardId: card.cardId } : null;
  if (press.focus === 'text') return null;
  if (press.key === 'Enter') {
    if (press.focus === 'button') return null;
    if (model.incoming) return { type: 'answer' };
    return card ? { type: 'use-card', cardId: card.cardId } : null;
  }
  return letterCommand(press.key, model);
}

function controlCommand(key: string, model: AppModel): KeyCommand | null {
  if (/^[1-9]$/.test(key)) return { type: 'speed-dial', key: Number(key) };
  switch (key) {
    case 'd':
    case 'D':
      return { type: 'focus-number' };
    case 'f':
    case 'F':
      return { type: 'focus-contacts' };
    case 'l':
    case 'L':
      return { type: 'redial' };
    case 'k':
    case 'K':
      return { type: 'palette' };
    case 'Escape':
      if (model.incoming && !model.call) return { type: 'decline' };
      return model.call ? { type: 'hang-up' } : null;
    case 'Enter':
      return model.wrapUp?.disposition ? { type: 'finish-wrap-up' } : null;
    default:
      return null;
  }
}

function letterCommand(key: string, model: AppModel): KeyCommand | null {
  if (key === '?' || key === '？') return { type: 'help' };
  if (model.wrapUp && /^[1-9]$/.test(key)) {
    const disposition = dispositionKeys[Number(key) - 1];
    return disposition ? { type: 'disposition', disposition } : null;
  }
  if (model.call && model.view.callKeysOpen && /^[0-9*#]$/.test(key)) return { type: 'dtmf', digit: key };
  switch (key.toLowerCase()) {
    case 'm':
      return model.call ? { type: 'mute' } : null;
    case 'h':
      return model.call ? { type: 'hold' } : null;
    case 'a':
      return model.waiting ? { type: 'answer-waiting' } : null;
    case 'd':
      return model.waiting ? { type: 'decline-waiting' } : null;
    case 's':
      return model.otherCall ? { type: 'swap' } : null;
    case 't':
      return model.call ? { type: 'transfer' } : null;
    case 'c':
      return model.otherCall ? { type: 'conference' } : null;
    case 'r':
      return model.call?.recording ? { type: 'recording' } : null;
    case 'k':
      return { type: 'keypad' };
    case 'b':
      return model.takeBack?.state === 'failed' ? { type: 'call-back' } : null;
    case 'p':
      return mayRehearse(model) ? { type: 'rehearse' } : null;
    case 'y':
      return model.wrapUp && !model.call ? { type: 'take-summary' } : null;
    case 'f':
      return model.form ? { type: 'focus-form' } : null;
    case 'v':
      return { type: 'captions' };
    case 'n':
      return { type: 'next-line' };
    default:
      return null;
  }
}

function focusOf(target: EventTarget | null, byPointer: boolean): KeyPress['focus'] {
  if (!(target instanceof HTMLElement)) return 'none';
  if (target.closest('input, textarea, select, [contenteditable="true"]')) return 'text';
  // What was only clicked keeps no key: Enter after a click on Mute still uses the card.
  if (byPointer) return 'none';
  return target.closest('button, a[href], [role="button"], [role="menuitem"], [role="tab"]') ? 'button' : 'none';
}

/** Goes to the phone and its number field. */
export function focusNumberField(actions: AppParts['actions']): void {
  focusField(actions, NUMBER_FIELD_ID);
}

function focusField(actions: AppParts['actions'], id: string): void {
  actions.setTab('phone');
  // The field is there only after the tab has been drawn.
  setTimeout(() => document.getElementById(id)?.focus(), 0);
}

/** The first field that wants something of the agent, else the first. */
function focusForm(): void {
  const wanted = ['asks', 'heard', 'empty'].map((mark) => `[data-form-field="${mark}"]`);
  for (const selector of [...wanted, '[data-form-field]']) {
    const field = document.querySelector<HTMLElement>(selector);
    if (field) return field.focus();
  }
}

export function runCommand(command: KeyCommand, parts: AppParts): void {
  const { store, actions } = parts;
  const { call, otherCall, view, wrapUp } = store.getState();
  const setView = (patch: Partial<AppModel['view']>) => store.setState({ view: { ...view, ...patch } });
  switch (command.type) {
    case 'focus-number':
      return focusNumberField(actions);
    case 'answer':
      return actions.answer();
    case 'use-card':
      return actions.useCard(command.cardId);
    case 'dismiss-card':
      return actions.dismissCard(command.cardId);
    case 'hang-up':
      return actions.hangUp();
    case 'call-back':
      return actions.callBack();
    case 'decline':
      return actions.decline();
    case 'mute':
      return actions.toggleMute();
    case 'hold':
      return actions.toggleHold();
    case 'answer-waiting':
      return actions.answerWaiting();
    case 'decline-waiting':
      return actions.declineWaiting();
    case 'swap':
      return actions.swapLines();
    case 'transfer':
      // With somebody on the second line there is nobody left to choose.
      return otherCall ? actions.completeTransfer() : setView({ transferOpen: !view.transferOpen });
    case 'conference':
      return actions.toggleConference();
    case 'recording':
      return actions.toggleRecording();
    case 'keypad':
      return setView(call ? { callKeysOpen: !view.callKeysOpen } : { keypadOpen: !view.keypadOpen });
    case 'captions':
      return setView({ captionsOpen: !view.captionsOpen });
    case 'next-line':
      return actions.nextScriptLine();
    case 'dtmf':
      return actions.sendDtmf(command.digit);
    case 'disposition':
      return actions.updateWrapUp({ disposition: command.disposition });
    case 'finish-wrap-up':
      if (wrapUp) {
        actions.finishWrapUp({
          disposition: wrapUp.disposition,
          notes: wrapUp.notes,
          callbackAt: wrapUp.callbackAt,
        });
      }
      return;
    case 'take-summary':
      return document.getElementById(TAKE_SUMMARY_ID)?.click();
    case 'focus-form':
      actions.setTab('phone');
      setTimeout(focusForm, 0);
      return;
    case 'focus-contacts':
      setView({ leftList: 'contacts' });
      return focusField(actions, CONTACTS_FIELD_ID);
    case 'redial':
      return actions.redialLast();
    case 'speed-dial':
      return actions.contacts.speedDial(command.key);
    case 'do-not-disturb':
      return actions.toggleDoNotDisturb();
    case 'rehearse':
      actions.setTab('phone');
      return setView({ rehearsal: view.rehearsal ? null : { page: 'customers' } });
    case 'palette':
      return spotlight.toggle();
    case 'help':
      return setView({ helpOpen: true });
  }
}

/** Listens to the keyboard for the whole window. */
export function useKeys(parts: AppParts): void {
  useEffect(() => {
    const focus = watchPointerFocus();
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commandForKey(
        {
          key: event.key,
          control: event.ctrlKey || event.metaKey,
          alt: event.altKey,
          shift: event.shiftKey,
          composing: event.isComposing,
          repeat: event.repeat,
          focus: focusOf(event.target, focus.byPointer()),
          dialogOpen: document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null,
        },
        parts.store.getState(),
      );
      if (!command) return;
      event.preventDefault();
      runCommand(command, parts);
    };
    const onPaste = (event: ClipboardEvent) => {
      const { call } = parts.store.getState();
      if (!call || call.phase === 'ended' || focusOf(event.target, focus.byPointer()) === 'text') return;
      event.preventDefault();
      parts.actions.sendKeys(event.clipboardData?.getData('text/plain') ?? '');
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('paste', onPaste);
    return () => {
      focus.stop();
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('paste', onPaste);
    };
  }, [parts]);
}
