import { OPENAI_FAULT_SCRIPTS } from '../openai/fault-scripts';
import { REPLICATE_FAULT_SCRIPTS } from '../replicate/fault-scripts';
import { SMTP_FAULT_SCRIPTS } from '../smtp/fault-scripts';
import { STRIPE_FAULT_SCRIPTS } from '../stripe/fault-scripts';
import { WIX_FAULT_SCRIPTS } from '../wix/fault-scripts';
import type { FaultScripts } from './fault-types';

/** All fault scripts by name. */
export const FAULT_SCRIPTS: FaultScripts = {
  ...OPENAI_FAULT_SCRIPTS,
  ...REPLICATE_FAULT_SCRIPTS,
  ...WIX_FAULT_SCRIPTS,
  ...SMTP_FAULT_SCRIPTS,
  ...STRIPE_FAULT_SCRIPTS,
};

/** A fault script by its name; throws a RangeError that names the script if there is none. */
export function faultScript(name: string): FaultScripts[string] {
  const script = Object.hasOwn(FAULT_SCRIPTS, name) ? FAULT_SCRIPTS[name] : undefined;
  if (!script) throw new RangeError(`there is no fault script "${name}"`);
  return script;
}

/** The names and titles of all fault scripts, by number and name, one per line. */
export function describeFaultScripts(): string {
  const entries = Object.entries(FAULT_SCRIPTS).sort(
    ([a, { title: left }], [b, { title: right }]) =>
      (parseInt(left, 10) || 0) - (parseInt(right, 10) || 0) || a.localeCompare(b),
  );
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.map(([name, { title }]) => `  ${name.padEnd(width)}  ${title}`).join('\n');
}
