/** What other tabs are told: that somebody has signed in, or that the session is at another customer. */
type Change = 'in' | 'switched';

const channel = new BroadcastChannel('galley-session');

/**
 * Loads the panel anew, so that nothing of the session before is left; other tabs do so, too. Begins at its first page where no other
 * address is given.
 */
export function startAnew(change: Change, address = '/'): void {
  channel.postMessage(change);
  location.assign(address);
}

/** Has this tab follow what others do to the session. Returns a function that stops it. */
export function followSession(): () => void {
  const onMessage = ({ data }: MessageEvent<Change>): void => {
    // What is at this address need not be there for the other customer.
    if (data === 'switched') location.assign('/');
    else location.reload();
  };
  channel.addEventListener('message', onMessage);
  return () => channel.removeEventListener('message', onMessage);
}
