import { LONGEST_NOTES } from '../../../domain/purchases/bounds';
import { useSay } from '../../messages/use-text';
import { LinesInput, TextInput } from '../../parts/form';

interface Field {
  value: string;
  problem: string | undefined;
  onChange: (text: string) => void;
}

/** The words of a link that is ordered. */
export function AnchorField(field: Field) {
  const say = useSay();
  return (
    <TextInput
      label={say('buying.field.anchor')}
      hint={say('buying.field.anchor.hint')}
      maxLength={400}
      required
      {...field}
    />
  );
}

/** Where a link that is ordered leads. */
export function AddressField(field: Field) {
  const say = useSay();
  return (
    <TextInput
      label={say('buying.field.url')}
      hint={say('buying.field.url.hint')}
      type="url"
      maxLength={2_048}
      required
      {...field}
    />
  );
}

/** What else whoever orders would like to be heard. */
export function NotesField(field: Field) {
  const say = useSay();
  return (
    <LinesInput
      label={say('buying.field.notes')}
      hint={say('buying.field.notes.hint')}
      maxLength={LONGEST_NOTES}
      {...field}
    />
  );
}
