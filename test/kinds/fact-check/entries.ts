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
];
