import { parseArgs } from 'node:util';
import { describeFaultScripts, faultScript } from './core/fault-scripts';
import { startSimulators } from './server';

const numberFlags = ['port', 'smtp-port', 'speed', 'seed', 'openai-rpm', 'openai-tpm'] as const;

function readNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  const least = ['port', 'smtp-port', 'seed'].includes(name) ? 0 : Number.MIN_VALUE;
  if (!/^\d+(\.\d+)?$/.test(value) || number < least)
    throw new Error(`--${name} must be a number, got "${value}"`);
  return number;
}

const usage =
  (): string => `Simulators of OpenAI, Replicate, Wix and Stripe on one port, and of a mail server on another.

Options:
  --port N            port; any free one by default
  --smtp-port N       port of the mail server; any free one by default
  --host ADDRESS      address to listen on (127.0.0.1)
  --public-url URL    origin of the addresses in answers, if it differs
  --speed N           multiplies limits and divides latencies (1)
  --seed N            decides texts, pictures and latencies (1)
  --state-file FILE   keeps drafts, posts, pictures and predictions across restarts
  --openai-rpm N      requests per minute (450)
  --openai-tpm N      tokens per minute (450000)
  --mark-posts        ends every post with a sentence saying that a simulator wrote it
  --stripe-endpoint URL  where events of Stripe are sent, signed with the secret of --stripe-secret; nowhere by default
  --stripe-secret SECRET (whsec_simulator)
  --fault NAME        begins with a fault script; may be given several times
  --help              prints this

Once ready, one line of JSON names the addresses. Base addresses: <url>/openai/v1, <url>/replicate/v1, <url>/wix, <url>/stripe.
Checkouts are paid at the addresses that they have, and listed at <url>/stripe.
What was mailed is at <url>/mail, and as JSON at <url>/control/mails?to=ADDRESS.

Fault scripts, also by POST <url>/control/fault-scripts/NAME; DELETE <url>/control/faults ends all:
${describeFaultScripts()}
`;

async function main(): Promise<void> {
  // What is printed is lost where nobody reads it any more; nothing else is.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'smtp-port': { type: 'string' },
      host: { type: 'string' },
      'public-url': { type: 'string' },
      speed: { type: 'string' },
      seed: { type: 'string' },
      'state-file': { type: 'string' },
      'openai-rpm': { type: 'string' },
      'openai-tpm': { type: 'string' },
      'mark-posts': { type: 'boolean' },
      'stripe-endpoint': { type: 'string' },
      'stripe-secret': { type: 'string', default: 'whsec_simulator' },
      fault: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(usage());
    return;
  }
  // Before anything listens, so that a misspelt name ends the start.
  const scripts = values.fault ?? [];
  scripts.forEach(faultScript);
  const [port, smtpPort, speed, seed, rpm, tpm] = numberFlags.map((name) => readNumber(name, values[name]));
  const simulators = await startSimulators({
    host: values.host,
    publicUrl: values['public-url'],
    port,
    smtpPort,
    speed,
    seed,
    openai: { rpm, tpm },
    ...(values['stripe-endpoint'] === undefined
      ? {}
      : { stripe: { endpoint: { url: values['stripe-endpoint'], secret: values['stripe-secret'] } } }),
    markPosts: values['mark-posts'],
    stateFile: values['state-file'],
  });
  for (const name of scripts) simulators.control.addScript(name);
  process.stdout.write(
    `${JSON.stringify({ ready: true, url: simulators.url, smtpUrl: simulators.smtpUrl })}\n`,
  );
  let stopped = false;
  const stop = (): void => {
    if (stopped) return;
    stopped = true;
    simulators.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // The end of whoever started them.
  process.on('disconnect', stop);
  process.channel?.unref();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
