import { after, instead } from '../support/variant';

const LIFECYCLE = 'src/domain/blog/lifecycle.ts';
const ACTIVITIES = 'src/workers/kind-activities.ts';

/** A stage between the text and its picture: what the lifecycle, the registry of activities and the panel's words say of it. */
export const FACT_CHECK_ENTRIES = [
  instead(LIFECYCLE, "then: 'GENERATING_IMAGE',", "then: 'CHECKING_FACTS',"),
  instead(
    LIFECYCLE,
    'GENERATING_IMAGE: {',
    'CHECKING_FACTS: {',
    "  phase: 'queued',",
    "  step: 'fact-check',",
    "  activity: 'checkFacts',",
    "  lanes: ['quality'],",
    '  plannedMs: 10_000,',
    "  label: 'Fact Check',",
    "  then: 'GENERATING_IMAGE',",
    '  cancel: true,',
    '},',
    'GENERATING_IMAGE: {',
  ),
  after(
    ACTIVITIES,
    "import type { ActivityDeps } from '../activities/deps';",
    "import { createFactCheckActivities } from '../activities/blog/fact-check';",
  ),
  instead(
    ACTIVITIES,
    'quality: createQualityActivities,',
    'quality: (deps) => ({ ...createQualityActivities(deps), ...createFactCheckActivities(deps) }),',
  ),
  after(
    'src/panel/messages/en/orders.ts',
    "'order.GENERATING_CONTENT.says': 'The text is being written and checked. You can follow along here.',",
    "'order.CHECKING_FACTS': 'Checking facts',",
    "'order.CHECKING_FACTS.says': 'The facts of the text are being checked.',",
    "'step.fact-check': 'Fact check',",
  ),
  after(
    'src/panel/messages/de/orders.ts',
    "'Der Text wird geschrieben und geprüft. Sie können den Fortschritt hier verfolgen.',",
    "'order.CHECKING_FACTS': 'Fakten werden geprüft',",
    "'order.CHECKING_FACTS.says': 'Die Fakten des Textes werden geprüft.',",
    "'step.fact-check': 'Faktenprüfung',",
  ),
];
