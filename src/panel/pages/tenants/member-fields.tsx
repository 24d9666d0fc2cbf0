import type { Customer, Key } from '../../api/admin-queries';
import type { Member } from '../../api/people-queries';
import { useSay } from '../../messages/use-text';
import { ChoiceInput, problemWith, TextInput } from '../../parts/form';
import { LANGUAGES } from '../../settings';
import { ROLES } from './roles';

/** What is set of a member. */
export interface MemberDraft {
  name: string;
  role: Key['role'];
  locale: Member['locale'];
}

/** The fields of a member, invited or there already. */
export function MemberFields(props: {
  kind: Customer['kind'];
  draft: MemberDraft;
  error: unknown;
  onChange: (draft: MemberDraft) => void;
}) {
  const say = useSay();
  const { kind, draft, error, onChange } = props;
  const roles = ROLES[kind];
  return (
    <>
      <TextInput
        label={say('members.name')}
        maxLength={100}
        required
        value={draft.name}
        problem={problemWith(error, 'name')}
        onChange={(name) => onChange({ ...draft, name })}
      />
      {roles.length > 1 && (
        <ChoiceInput
          label={say('members.role')}
          value={draft.role}
          options={roles.map((value) => ({ value, label: say(`role.${value}`) }))}
          onChange={(role) => onChange({ ...draft, role })}
        />
      )}
      <ChoiceInput
        label={say('members.locale')}
        value={draft.locale}
        options={(['en', 'de'] as const).map((value) => ({ value, label: LANGUAGES[value] }))}
        onChange={(locale) => onChange({ ...draft, locale })}
      />
    </>
  );
}
