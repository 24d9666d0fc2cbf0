import { Flex, Select, Text, TextArea, TextField } from '@radix-ui/themes';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { isFailure } from '../api/failure';
import type { MessageId } from '../messages/en';
import { useSay } from '../messages/use-text';
import type { Say } from '../messages/use-text';

/** What the server found wrong with a field of what was sent, such as `brandVoice.tone`; nothing where it found nothing. */
export function problemWith(error: unknown, field: string): string | undefined {
  if (!isFailure(error)) return undefined;
  const name = `body.${field}`;
  return error.problems.find((problem) => problem.field === name || problem.field.startsWith(`${name}.`))
    ?.problem;
}

/** What the server says of a field where it can be said in the reader's language. */
const KNOWN: Readonly<Record<string, MessageId>> = {
  'is in the past': 'problem.past',
  'is more than two years ahead': 'problem.tooFar',
  'does not exist': 'problem.noTime',
  'is required': 'problem.needed',
  'must be exactly one email address, without a name': 'problem.mail',
};

function wordsOf(say: Say, problem: string): string {
  const known = KNOWN[problem];
  return known ? say(known) : problem;
}

interface FieldProps {
  label: string;
  /** What it is for, below it. */
  hint?: string | undefined;
  problem?: string | undefined;
}

interface Described {
  id: string;
  'aria-invalid'?: true;
  'aria-describedby'?: string;
}

/** A field with its name above and, below, what it is for and what is wrong with it. */
function Field({ label, hint, problem, children }: FieldProps & { children: (own: Described) => ReactNode }) {
  const say = useSay();
  const id = useId();
  const described = [hint ? `${id}-hint` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ');
  return (
    <Flex direction="column" gap="1">
      <Text as="label" htmlFor={id} size="2" weight="medium">
        {label}
      </Text>
      {children({
        id,
        ...(problem ? { 'aria-invalid': true as const } : {}),
        ...(described ? { 'aria-describedby': described } : {}),
      })}
      {hint && (
        <Text id={`${id}-hint`} size="1" color="gray">
          {hint}
        </Text>
      )}
      {problem && (
        <Text id={`${id}-problem`} role="alert" size="2" color="red">
          {say('form.problem', { problem: wordsOf(say, problem) })}
        </Text>
      )}
    </Flex>
  );
}

interface TextProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  maxLength?: number;
  type?: 'text' | 'email' | 'url' | 'password' | 'number' | 'search' | 'datetime-local';
  required?: boolean;
}

/** A line to write. */
export function TextInput({ value, onChange, maxLength, type = 'text', required, ...field }: TextProps) {
  return (
    <Field {...field}>
      {(own) => (
        <TextField.Root
          {...own}
          type={type}
          value={value}
          maxLength={maxLength}
          required={required}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** Several lines to write. */
export function LinesInput({
  value,
  onChange,
  maxLength,
  rows = 3,
  ...field
}: TextProps & { rows?: number }) {
  return (
    <Field {...field}>
      {(own) => (
        <TextArea
          {...own}
          rows={rows}
          value={value}
          maxLength={maxLength}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** One of a few. */
export function ChoiceInput<T extends string>(
  props: FieldProps & {
    value: T;
    options: ReadonlyArray<{ value: T; label: string }>;
    onChange: (value: T) => void;
  },
) {
  const { value, options, onChange, ...field } = props;
  return (
    <Field {...field}>
      {(own) => (
        <Select.Root value={value} onValueChange={(chosen) => onChange(chosen as T)}>
          <Select.Trigger {...own} aria-label={field.label} />
          <Select.Content>
            {options.map((option) => (
              <Select.Item key={option.value} value={option.value}>
                {option.label}
              </Select.Item>
            ))}
          </Select.Content>
        </Select.Root>
      )}
    </Field>
  );
}

/** The lines of a text that hold something. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
