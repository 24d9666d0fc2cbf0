import type { CheckedConnection } from '../../db/stores/connection';
import { ApiError } from '../http/errors';
import type { StoreAsking } from './asking';
import type { OpenProof, Proofs } from './prove';
import { notProvedView } from './schemas';
import type { Asker, Turn } from './turns';

/** Told where another store has the site. */
export const TAKEN = 'This site is already registered as a store.';

export const TOO_MANY_REQUESTS = {
  description: 'Too many requests to this site or by this tenant (`too_many_requests`); see `Retry-After`.',
};

/** Answers of the routes that connect a site. */
export const PROOF_ANSWERS = {
  403: {
    description:
      'The site is not proved to be the tenant’s (`site_not_proved`). `proof` has the code to use, and until when.',
    schema: notProvedView,
  },
  429: TOO_MANY_REQUESTS,
};

/** The refusal of a body that names no site. */
export function missingSite(): ApiError {
  return new ApiError('bad_request', 'The body of the request is invalid.', {
    problems: [{ field: 'body.instanceId', problem: 'is required without signedInstance' }],
  });
}

const ASKERS: Readonly<Record<OpenProof['method'], Asker>> = {
  signature: 'owner',
  vouched: 'owner',
  code: 'claimant',
};

/** Who asks a site by such a proof. */
export function askerOf(proof: OpenProof): Asker {
  return ASKERS[proof.method];
}

/** Asks the site for what a proof still lacks. */
export function createConfirm(asking: StoreAsking, proofs: Proofs) {
  /** Returns whether the site answered, so that it need not be asked again; false where the proof needs no answer. */
  return async (
    turn: Turn,
    of: { proof: OpenProof; proofCode: string | undefined; connection: CheckedConnection },
  ): Promise<boolean> => {
    const { proof, proofCode, connection } = of;
    switch (proof.method) {
      case 'vouched':
        return false;
      case 'code':
        await proofs.findCode(turn, connection, proof, proofCode ?? '');
        return true;
      case 'signature': {
        if (connection.sealedCredentials === null) return false;
        // A signature by the store's own app is worth what that app's secret is, which only the platform knows.
        const reply = await asking.probe(turn, connection);
        if (reply.outcome !== 'answered') throw new ApiError('conflict', reply.problem);
        return true;
      }
    }
  };
}

export type Confirm = ReturnType<typeof createConfirm>;
