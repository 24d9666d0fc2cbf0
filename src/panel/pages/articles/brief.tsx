import { LONGEST_KEYWORD, LONGEST_NICHE, LONGEST_TOPIC } from '../../../domain/purchases/bounds';
import { useSay } from '../../messages/use-text';
import { TextInput } from '../../parts/form';
import { AddressField, AnchorField, NotesField } from './link-fields';

export const EMPTY_BRIEF = {
  topic: '',
  niche: '',
  keyword: '',
  targetUrl: '',
  anchorText: '',
  notes: '',
};

/** What a new article is to be about, and the link in it, as it is written. */
type Brief = typeof EMPTY_BRIEF;

/** What may be left empty. */
export const OPTIONAL_IN_BRIEF = ['niche', 'notes'];

/** What a brief orders. */
export function briefOrdered({ topic, niche, keyword, targetUrl, anchorText, notes }: Brief) {
  return {
    ...{ topic: topic.trim(), keyword: keyword.trim(), anchorText, targetUrl: targetUrl.trim() },
    ...(niche.trim() ? { niche: niche.trim() } : {}),
    ...(notes.trim() ? { notes: notes.trim() } : {}),
  };
}

/** The fields of a brief. */
export function BriefFields(props: {
  brief: Brief;
  problemIn: (field: string) => string | undefined;
  onChange: (changes: Partial<Brief>) => void;
}) {
  const say = useSay();
  const { brief, problemIn, onChange } = props;
  return (
    <>
      <TextInput
        label={say('buying.field.topic')}
        hint={say('buying.field.topic.hint')}
        maxLength={LONGEST_TOPIC}
        required
        value={brief.topic}
        problem={problemIn('topic')}
        onChange={(text) => onChange({ topic: text })}
      />
      <TextInput
        label={say('buying.field.niche')}
        hint={say('buying.field.niche.hint')}
        maxLength={LONGEST_NICHE}
        value={brief.niche}
        problem={problemIn('niche')}
        onChange={(text) => onChange({ niche: text })}
      />
      <TextInput
        label={say('buying.field.keyword')}
        hint={say('buying.field.keyword.hint')}
        maxLength={LONGEST_KEYWORD}
        required
        value={brief.keyword}
        problem={problemIn('keyword')}
        onChange={(text) => onChange({ keyword: text })}
      />
      <AddressField
        value={brief.targetUrl}
        problem={problemIn('targetUrl')}
        onChange={(text) => onChange({ targetUrl: text })}
      />
      <AnchorField
        value={brief.anchorText}
        problem={problemIn('anchorText')}
        onChange={(text) => onChange({ anchorText: text })}
      />
      <NotesField
        value={brief.notes}
        problem={problemIn('notes')}
        onChange={(text) => onChange({ notes: text })}
      />
    </>
  );
}
