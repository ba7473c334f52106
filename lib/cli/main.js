// Plain JavaScript, so that a Node too old for the rest can say so in a line.
const [major] = process.versions.node.split('.');
if (Number(major) < 24) {
  console.error(
    `Hashtilt needs Node 24 or newer; this is Node ${process.versions.node}. \`npm ci\` installs one, which \`npm start\` and \`npm run -s hashtilt -- COMMAND\` use.`,
  );
  process.exitCode = 1;
} else {
  await import('./start.ts');
}
