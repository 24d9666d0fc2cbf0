import { useSay } from '../messages/use-text';
import { Choice } from './layout';

/** A filter: one of a few, or all of them, which is undefined. `all` says the latter; by its label where it does not. */
export function FilterChoice<T extends string>(props: {
  label: string;
  all?: string;
  value: T | undefined;
  options: ReadonlyArray<{ value: T; label: string }>;
  onChange: (value: T | undefined) => void;
}) {
  const say = useSay();
  const { label, all = `${label}: ${say('pages.filter.all')}`, value, options, onChange } = props;
  return (
    <Choice<T | 'all'>
      label={label}
      value={value ?? 'all'}
      options={[{ value: 'all', label: all }, ...options]}
      onChange={(chosen) => onChange(chosen === 'all' ? undefined : chosen)}
    />
  );
}
