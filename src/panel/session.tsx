import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import type { Session } from './api/queries';

/** Something that a key may do or not. */
export type Permission = Session['permissions'][number];

const Context = createContext<Session | undefined>(undefined);

/** Tells everything within whose session this is. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <Context value={session}>{children}</Context>;
}

/** Whose session this is; throws where nobody is signed in. */
export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error('nobody is signed in here');
  return session;
}

/** Tells what whoever is signed in may do. */
export function useCan(): (permission: Permission) => boolean {
  const { permissions } = useSession();
  return (permission) => permissions.includes(permission);
}
