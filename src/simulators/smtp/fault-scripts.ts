import type { FaultAction, FaultRule, FaultScripts } from '../core/fault-types';

function rule(kind: string, action: FaultAction, times = -1): FaultRule {
  return { provider: 'smtp', kind, times, action };
}

/** What mail servers were seen to do. Their texts quote addresses, as real ones do. */
export const SMTP_FAULT_SCRIPTS: FaultScripts = {
  'mail-answer-lost': {
    title: '29. The mail server takes a mail and drops the connection before it answers, once',
    rules: [rule('data', { type: 'dropAfter' }, 1)],
  },
  'mail-down': {
    title: '29. The mail server drops every connection',
    rules: [rule('connect', { type: 'dropBefore' })],
  },
  'mail-greylisted': {
    title: '29. The mail server puts off a recipient, once (451)',
    rules: [
      rule(
        'rcpt',
        { type: 'respond', status: 451, body: '4.7.1 <you@example.com>: Greylisted, try later' },
        1,
      ),
    ],
  },
  'mail-unavailable': {
    title: '29. The mail server has a problem of its own with every mail (452)',
    rules: [rule('data', { type: 'respond', status: 452, body: '4.3.1 Insufficient system storage' })],
  },
  'mail-mailbox-unknown': {
    title: '29. The mailbox of every recipient is unknown (550)',
    rules: [rule('rcpt', { type: 'respond', status: 550, body: '5.1.1 <you@example.com>: User unknown' })],
  },
  'mail-sign-in-refused': {
    title: '29. The mail server refuses to sign us in (535)',
    rules: [rule('auth', { type: 'respond', status: 535, body: '5.7.8 Authentication credentials invalid' })],
  },
  'mail-sender-refused': {
    title: '29. The mail server refuses our sender (553)',
    rules: [
      rule('mail', { type: 'respond', status: 553, body: '5.7.1 <us@example.com>: Sender address rejected' }),
    ],
  },
  'mail-slow': {
    title: '29. The mail server answers after 5 seconds',
    rules: [rule('data', { type: 'delay', ms: 5_000 })],
  },
};
