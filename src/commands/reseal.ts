const usage = `npm run reseal

Seals every stored secret anew with the first key of SEALING_KEYS, so that the others can be dropped from it. Needs
DATABASE_URL and SEALING_KEYS with the new key first and the old ones behind it, which all processes of the service
must have been restarted with before. They may go on running. Stopped in the middle, a repeat goes on.
`;

async function main(): Promise<void> {
  if (process.argv.slice(2).includes('--help')) return void process.stdout.write(usage);
  // Loaded when there is work: whoever asks for help need not wait for it.
  const { runReseal } = await import('./run-reseal');
  await runReseal();
}

main().catch((error: Error) => {
  process.stderr.write(`The resealing failed: ${error.message}\nnpm run reseal -- --help explains it.\n`);
  process.exit(1);
});
