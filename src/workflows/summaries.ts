import { proxyActivities } from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';

/** What each activity does, for operators who read a run's history. Words of ours only. */
export const ACTIVITY_WORK: Readonly<Record<string, string>> = {
  advanceJob: 'Let the next items begin',
  beginPublish: 'Ask whether the post may go out',
  checkPage: 'Look at the published page',
  checkPost: 'Look at the published post',
  clearSpareDraft: 'Delete a spare draft',
  confirmPost: "Read the post's address",
  controlRates: "Share the providers' limits",
  createDraft: 'Create the draft in the store',
  deliverToHook: "Send the article to its site's webhook",
  deliverToStore: 'Publish the article in its store',
  endOutlet: 'Note that the delivery ended',
  endRun: "Write the order's ending",
  expireApproval: 'Nobody approved in time',
  expirePick: 'Nobody picked an idea in time',
  expireResolve: 'Nobody resolved the publication in time',
  failItemAttempt: 'Note that the attempt failed',
  failTextAttempt: 'Note that the attempt failed',
  fillAddress: "Look for the post's address",
  finishDraft: 'Finish with a draft',
  finishPost: 'Finish without an address',
  finishRun: 'Finish the order',
  fireSchedule: 'Place the bulk job',
  forgetDraft: 'Forget a draft that was never created',
  forgetOutletDraft: 'Forget a draft that was never created',
  generateIdeas: 'Generate ideas',
  integrateLink: 'Put the link into the article',
  keepRejectedDraft: 'Keep the last rejected text',
  leaveUnchecked: 'Leave the page unchecked',
  loadSubject: 'Read the subject from the store',
  lookAtCheckout: 'Look at the checkout',
  lookUpArticle: 'Look for a lost draft',
  lookUpDraft: 'Look for a lost draft',
  makePicture: 'Create the image',
  makeRefund: 'Have the refund made',
  markUnconfirmed: 'Ask a person what became of the post',
  openOutlet: 'Ask what is to be delivered',
  openRun: 'Open the run',
  openWithIdeas: 'Open the run, generate ideas',
  openWithSubject: 'Open the run, read the subject from the store',
  prepareDraft: 'Create the draft in the store',
  publishApproved: 'Publish the approved text',
  publishDraft: 'Publish the draft',
  publishPost: 'Publish the draft',
  recordAct: "Record an operator's action",
  remind: 'Write a reminder',
  remindAdmins: 'Remind the administrators',
  remindBuyer: 'Remind the buyer',
  resolveAuthor: 'Look up the author',
  reviewArticle: 'Review the text',
  reviewDraft: 'Review the text',
  reviewLink: 'Review the link',
  sendAlert: 'Send the alert',
  sendMail: 'Send the mail',
  sendNext: 'Send the next event',
  skipPicture: 'Ask whether the post may go without its image',
  submitAtDeadline: 'Submit the text for the buyer',
  takeActions: 'Look up what people did',
  uploadPicture: 'Upload the image to the store',
  wasReleased: 'Ask whether the post was let out',
  writeArticle: 'Write the text',
  writeComponent: 'Write one component',
  writeDraft: 'Write the text',
  writeText: 'Write the text',
};

/** What of an activity's input its summary names: numbers, and words from fixed lists. */
const NUMBERS = ['round', 'attempt', 'no', 'reminder'] as const;
const WORDS = ['component', 'of', 'kind'] as const;
const FIXED_WORD = /^[a-z][a-z_-]{0,30}$/i;

/** One line on a call of an activity; undefined for one that nobody has described. */
export function summaryOf(activity: string, input: unknown): string | undefined {
  const work = Object.hasOwn(ACTIVITY_WORK, activity) ? ACTIVITY_WORK[activity] : undefined;
  if (work === undefined) return undefined;
  const given = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  const words = WORDS.flatMap((name) => {
    const word = given[name];
    return typeof word === 'string' && FIXED_WORD.test(word) ? [word] : [];
  });
  const numbers = NUMBERS.flatMap((name) =>
    Number.isInteger(given[name]) ? [`${name} ${given[name]}`] : [],
  );
  return [work, ...words, ...numbers].join(', ');
}

/** Activities with these options, each call of which has a summary in the history. */
export function summarisedActivities<A>(options: ActivityOptions): A {
  type Activities = Record<string, (...args: unknown[]) => Promise<unknown>>;
  return new Proxy({} as A & object, {
    get:
      (_none, name: string) =>
      (...args: unknown[]): Promise<unknown> => {
        const summary = summaryOf(name, args[0]);
        const activities = proxyActivities<Activities>(
          summary === undefined ? options : { ...options, summary },
        );
        return activities[name]!(...args);
      },
  });
}
