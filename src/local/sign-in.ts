/** An address that signs in to the panel once. */
export interface SignInAddress {
  /** Whom it signs in. */
  who: string;
  address: string;
}

/** Makes an address for the administrator, one for an operator and one for the first store; none where the API does not answer. */
export async function signInAddresses(stack: {
  apiUrl: string;
  adminKey: string;
  operatorKey: string;
  stores: readonly { name: string; apiKey: string }[];
}): Promise<SignInAddress[]> {
  const [store] = stack.stores;
  const keys = [
    { who: 'administrator', key: stack.adminKey },
    { who: 'operator', key: stack.operatorKey },
    ...(store ? [{ who: store.name, key: store.apiKey }] : []),
  ];
  const made = await Promise.all(
    keys.map(async ({ who, key }): Promise<SignInAddress[]> => {
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
