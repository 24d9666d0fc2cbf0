// What the SDK does not know as a failure of a workflow fails the task of the workflow.
exports.failing = async () => {
  throw new TypeError('as code that does not replay');
};
