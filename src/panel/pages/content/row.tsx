import { Text } from '@radix-ui/themes';
import { Link } from 'react-router';
import type { PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import { useSayCause } from '../../parts/failures';
import { StatusBadge } from '../../parts/status';
import { sayEta, Took, When } from '../../parts/times';
import { nameOfText } from './api';
import type { ContentText } from './api';

function TextState({ text }: { text: ContentText }) {
  const say = useSay();
  const sayCause = useSayCause();
  if (text.error)
    return (
      <Text size="2" color="red">
        {sayCause({ type: text.errorType, message: text.error })}
      </Text>
    );
  return (
    <Text size="2" color="gray">
      {text.status === 'completed' && text.started_at && text.completed_at ? (
        <Took from={text.started_at} to={text.completed_at} />
      ) : (
        [text.waiting ? sayCause(text.waiting) : '', text.phase === 'cancelled' ? '' : sayEta(say, text)]
          .filter(Boolean)
          .join(' · ')
      )}
    </Text>
  );
}

/** The row of a text. */
export function TextRow({ kind, text }: { kind: PanelKind; text: ContentText }) {
  const say = useSay();
  return (
    <>
      <div>
        <Link to={`${kind.path}/${text.id}`}>{nameOfText(text)}</Link>
        <Text as="div" size="1" color="gray">
          {say(`mode.${text.mode}`)} · <When at={text.created_at} />
        </Text>
      </div>
      <div className="wide">
        <TextState text={text} />
      </div>
      <StatusBadge kind={kind} order={text} />
    </>
  );
}
