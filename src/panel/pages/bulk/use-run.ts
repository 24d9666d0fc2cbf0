import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { newRequestWord } from '../../api/client';
import type { PanelKind } from '../../kind';
import { useLive } from '../../live/live';
import { useBulkSay } from './words';

/** Places the job of a template or a schedule, and goes to it. `send` is given the word by which a request that is sent twice is known. */
export function useRun(
  kind: PanelKind,
  send: (word: string) => Promise<{ id: string; total_items: number }>,
  then: { onPlaced?: () => void; onSettled?: () => void },
) {
  const say = useBulkSay();
  const navigate = useNavigate();
  const { announce } = useLive();
  // A click that is sent twice places one job; the next click is another.
  const [word, setWord] = useState(newRequestWord);
  return useMutation({
    mutationFn: () => send(word),
    onSuccess: (job) => {
      setWord(newRequestWord());
      announce(say('newBulk.placed', { count: job.total_items }));
      then.onPlaced?.();
      void navigate(`${kind.path}/${job.id}`);
    },
    onSettled: then.onSettled,
  });
}
