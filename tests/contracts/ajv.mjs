// Judges JSON files by a schema with ajv in its strict mode, but for two checks of style: a condition
// may ask for members that it does not describe, and need not say again that it is of objects. The paths of the schema and of the
// files come as a JSON array on standard input; the paths of the files that the schema refuses
// go to standard output, as a JSON array too.

import { readFileSync } from "node:fs";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020.js";

const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const [schema, ...files] = JSON.parse(readFileSync(0, "utf8"));
const wanted = read(schema);
const Judge = wanted.$schema.includes("2020-12") ? Ajv2020 : Ajv;
const strictness = { strict: true, strictTypes: false, strictRequired: false };
const fits = new Judge({ ...strictness, allErrors: false, unicodeRegExp: true }).compile(wanted);

process.stdout.write(JSON.stringify(files.filter((file) => !fits(read(file)))));
