/** A one-time sign-in link to the panel. */
export interface SignInLink {
  /** Who it signs in. */
  who: string;
  address: string;
}

/** Creates sign-in links for the administrator, an operator and the first store; none if the API does not respond. */
export async function createSignInLinks(stack: {
  apiUrl: string;
  adminKey: string;
  operatorKey: string;
  stores: readonly { name: string; apiKey: string }[];
}): Promise<SignInLink[]> {
  const [store] = stack.stores;
  const keys = [
    { who: 'administrator', key: stack.adminKey },
    { who: 'operator', key: stack.operatorKey },
    ...(store ? [{ who: store.name, key: store.apiKey }] : []),
  ];
  const made = await Promise.all(
    keys.map(async ({ who, key }): Promise<SignInLink[]> => {
      const answer = await fetch(`${stack.apiUrl}/api/session/links`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
      }).catch(() => undefined);
      if (!answer?.ok) return [];
      const { path } = (await answer.json()) as { path: string };
      return [{ who, address: `${stack.apiUrl}${path}` }];
    }),
  );
  return made.flat();
}
