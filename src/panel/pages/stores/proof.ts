import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { isFailure } from '../../api/failure';

/** What shows that a site is the reader's, as a request sends it. */
type Given = { signedInstance?: string; proofCode?: string };

/**
 * What to send with a site: what its platform signed when it opened this page, else the code that the last answer asked to put into a
 * draft. `onError` takes the answer's word for what to send next.
 */
export function useProof(): { given: Given; onError: (error: unknown) => void } {
  const [params] = useSearchParams();
  const [given, setGiven] = useState<Given>(() => {
    const signedInstance = params.get('instance');
    return signedInstance ? { signedInstance } : {};
  });
  return {
    given,
    onError: (error) => {
      if (isFailure(error) && error.code === 'site_not_proved')
        setGiven(error.proofCode ? { proofCode: error.proofCode } : {});
    },
  };
}
