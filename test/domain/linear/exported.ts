import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.resolve(__dirname, '../../../src/domain');

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(file);
    return /(?<!\.d)\.ts$/.test(entry.name) ? [file] : [];
  });
}

/** Parameters that can hold no text. */
const WITHOUT_TEXT = /^(?:number|boolean|bigint|Date)(?: \| (?:null|undefined))?$/;

function takesText(parameters: ts.NodeArray<ts.ParameterDeclaration>): boolean {
  return parameters.some(({ type }) => !type || !WITHOUT_TEXT.test(type.getText()));
}

function functionsOf(statement: ts.Statement): string[] {
  const isExported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return [];
  if (ts.isFunctionDeclaration(statement))
    return takesText(statement.parameters) && statement.name ? [statement.name.text] : [];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
    initializer &&
    (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) &&
    takesText(initializer.parameters)
      ? [name.getText()]
      : [],
  );
}

/** Every exported function of the domain that may be given a text, as `folder/file#name`. */
export function exportedFunctions(): string[] {
  return filesIn(ROOT).flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
    const name = path.relative(ROOT, file).replaceAll(path.sep, '/').replace(/\.ts$/, '');
    return source.statements.flatMap(functionsOf).map((one) => `${name}#${one}`);
  });
}
