import { DRAFT_CHECKS, DRAFT_RULES, explainChecks } from '../../../src/domain/quality';

test.each(['en', 'de'] as const)('every check and every rule is explained in %s', (language) => {
  const checks = explainChecks(language);
  expect(checks.map(({ id }) => id)).toEqual(Object.keys(DRAFT_CHECKS));
  expect(checks.flatMap(({ rules }) => rules.map(({ id }) => id)).sort()).toEqual(
    Object.keys(DRAFT_RULES).sort(),
  );
  for (const { title, explanation, rules } of checks) {
    expect(title).toMatch(/^\p{Lu}/u);
    expect(explanation).toMatch(/[.?]$/);
    for (const { id, severity, finds } of rules) {
      expect(finds).toMatch(/^\p{Lu}.*\.$/u);
      expect(severity).toBe(DRAFT_RULES[id].severity);
    }
  }
});

test('German texts are not English ones', () => {
  const [english, german] = (['en', 'de'] as const).map((language) =>
    explainChecks(language).flatMap(({ explanation, rules }) => [
      explanation,
      ...rules.map(({ finds }) => finds),
    ]),
  );
  expect(english!.filter((text) => german!.includes(text))).toEqual([]);
});
