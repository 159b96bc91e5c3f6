#!/usr/bin/env node
// Plain JavaScript, so that an old Node can read it and say what is wrong; everything else is TypeScript.
import { existsSync } from 'node:fs'
import module from 'node:module'

const least = [22, 18]
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < least[0] || (major === least[0] && minor < least[1])) {
  process.stderr.write(
    `billstorm needs Node ${least.join('.')} or newer; this is Node ${process.versions.node}.\n` +
      'In this repository npm brings the right one: run `npx billstorm …` or `npm start` instead of `node cli/bin.js`.\n' +
      'Elsewhere install Node 24, or add it to the project: `npm install --save-dev node@24`, then `npx billstorm …`.\n',
  )
  process.exit(64)
}

// What Node has read once it keeps compiled in the folder for temporary files: the next start takes half as long.
module.enableCompileCache()

// The repository runs its TypeScript as it stands; the published package has it compiled.
const source = new URL('./index.ts', import.meta.url)
await import(existsSync(source) ? source.href : new URL('./index.js', import.meta.url).href)
