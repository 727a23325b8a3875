// @ts-nocheck validators are machine-made JavaScript
// Written by `npm run generate` from schemas/enqueue-options.schema.json. Do not edit.
/**
 * What an enqueue may say about its job: in a call, in the API, at the command line and in a handler. Durations are written 300ms, 5s, 1h30m; a number is milliseconds.
 */
export interface EnqueueOptions {
  /**
   * Own id of the job; one that exists is not enqueued again
   */
  readonly id?: string;
  /**
   * Another queue than the task's own
   */
  readonly queue?: string;
  /**
   * A key of its own in place of the task's, or false for none
   */
  readonly unique?: string | boolean;
  /**
   * 0 to 9, smaller runs sooner
   */
  readonly priority?: number;
  /**
   * Starts no sooner than this from now
   */
  readonly delay?: string | number;
  /**
   * Starts no sooner than then: ISO 8601, or epoch milliseconds
   */
  readonly runAt?: string | number;
  /**
   * Cancelled when it has not started by then: duration from now, or ISO 8601
   */
  readonly expires?: string | number;
  /**
   * Limit of an attempt; one value is the hard limit
   */
  readonly timeout?:
    | string
    | number
    | {
        /**
         * The handler gets the abort signal
         */
        readonly soft?: string | number;
        /**
         * The attempt is over
         */
        readonly hard?: string | number;
      };
  /**
   * Attempts in all, the first included
   */
  readonly maxAttempts?: number;
  /**
   * Tags, beside those of the task
   */
  readonly tags?: readonly string[];
  /**
   * Headers, texts by their names, at most 32
   */
  readonly headers?: {
    readonly [k: string]: string;
  };
}

export const ENQUEUE_OPTIONS = {
  "description": "What an enqueue may say about its job: in a call, in the API, at the command line and in a handler. Durations are written 300ms, 5s, 1h30m; a number is milliseconds.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "id": {
      "description": "Own id of the job; one that exists is not enqueued again",
      "type": "string",
      "allOf": [
        {
          "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$"
        },
        {
          "pattern": "[^0-9]"
        }
      ],
      "x-problem": "is not an id of 1 to 128 letters, digits and _ . : @ -, beginning with a letter or digit, not of digits alone"
    },
    "queue": {
      "description": "Another queue than the task's own",
      "type": "string",
      "pattern": "^[^\u0000]{1,64}$",
      "x-problem": "is not the name of a queue"
    },
    "unique": {
      "description": "A key of its own in place of the task's, or false for none",
      "type": [
        "string",
        "boolean"
      ],
      "minLength": 1,
      "maxLength": 200,
      "not": {
        "const": true
      },
      "x-problem": "is neither a text of 1 to 200 characters nor false"
    },
    "priority": {
      "description": "0 to 9, smaller runs sooner",
      "type": "integer",
      "minimum": 0,
      "maximum": 9,
      "x-problem": "is not a whole number from 0 to 9"
    },
    "delay": {
      "description": "Starts no sooner than this from now",
      "type": [
        "string",
        "number"
      ],
      "x-duration": true,
      "x-problem": "is not a duration: write a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d, or milliseconds"
    },
    "runAt": {
      "description": "Starts no sooner than then: ISO 8601, or epoch milliseconds",
      "type": [
        "string",
        "number"
      ],
      "x-instant": true,
      "x-problem": "is not an ISO 8601 instant with a zone, as in 2026-03-29T09:00:00Z or 2026-03-29T11:00+02:00, or epoch milliseconds"
    },
    "expires": {
      "description": "Cancelled when it has not started by then: duration from now, or ISO 8601",
      "type": [
        "string",
        "number"
      ],
      "x-duration": true,
      "x-problem": "is not a duration: write a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d, or milliseconds",
      "x-instant": true
    },
    "timeout": {
      "description": "Limit of an attempt; one value is the hard limit",
      "type": [
        "string",
        "number",
        "object"
      ],
      "minProperties": 1,
      "additionalProperties": false,
      "properties": {
        "soft": {
          "description": "The handler gets the abort signal",
          "type": [
            "string",
            "number"
          ],
          "x-duration": true,
          "x-problem": "is not a duration: write a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d, or milliseconds"
        },
        "hard": {
          "description": "The attempt is over",
          "type": [
            "string",
            "number"
          ],
          "x-duration": true,
          "x-problem": "is not a duration: write a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d, or milliseconds"
        }
      },
      "x-duration": true,
      "x-problem": {
        "minProperties": "has neither soft nor hard",
        "type": "is not a duration: write a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d, or milliseconds"
      }
    },
    "maxAttempts": {
      "description": "Attempts in all, the first included",
      "type": "integer",
      "minimum": 1,
      "maximum": 1000,
      "x-problem": "is not a whole number from 1 to 1000"
    },
    "tags": {
      "description": "Tags, beside those of the task",
      "type": "array",
      "items": {
        "type": "string",
        "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"
      },
      "x-flag": "tag",
      "x-problem": "is not a list of words of letters, digits, _ . : and -, at most 64 long"
    },
    "headers": {
      "description": "Headers, texts by their names, at most 32",
      "type": "object",
      "maxProperties": 32,
      "propertyNames": {
        "allOf": [
          {
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$",
            "x-problem": "is not a name of letters, digits, _ . and -, at most 64 long"
          },
          {
            "not": {
              "enum": [
                "__proto__",
                "constructor",
                "prototype"
              ]
            },
            "x-problem": "is a name that means something to objects, and is refused"
          },
          {
            "not": {
              "pattern": "^[sS][kK][eE][pP]-"
            },
            "x-problem": "begins with skep-, which is reserved"
          }
        ]
      },
      "additionalProperties": {
        "type": "string",
        "maxLength": 1024,
        "x-problem": "is not a text of at most 1024 characters"
      },
      "x-flag": "header",
      "x-problem": {
        "maxProperties": "are more than 32",
        "type": "is not an object of texts"
      }
    }
  }
} as const;

export type OptionValidator = ((value: unknown) => boolean) & {
  errors?: readonly {
    readonly keyword: string;
    readonly instancePath: string;
    readonly propertyName?: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly parentSchema: Readonly<Record<string, unknown>>;
  }[] | null;
};

export const check_id: OptionValidator = validate21;const schema32 = {"description":"Own id of the job; one that exists is not enqueued again","type":"string","allOf":[{"pattern":"^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$"},{"pattern":"[^0-9]"}],"x-problem":"is not an id of 1 to 128 letters, digits and _ . : @ -, beginning with a letter or digit, not of digits alone"};const pattern4 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$", "u");const pattern5 = new RegExp("[^0-9]", "u");function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate21.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data !== "string"){validate21.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.type,parentSchema:schema32,data}];return false;}const _errs1 = errors;if(typeof data === "string"){if(!pattern4.test(data)){validate21.errors = [{instancePath,schemaPath:"#/allOf/0/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$",parentSchema:schema32.allOf[0],data}];return false;}}var valid0 = _errs1 === errors;if(valid0){const _errs2 = errors;if(typeof data === "string"){if(!pattern5.test(data)){validate21.errors = [{instancePath,schemaPath:"#/allOf/1/pattern",keyword:"pattern",params:{pattern: "[^0-9]"},message:"must match pattern \""+"[^0-9]"+"\"",schema:"[^0-9]",parentSchema:schema32.allOf[1],data}];return false;}}var valid0 = _errs2 === errors;}validate21.errors = vErrors;return errors === 0;}validate21.evaluated = {"dynamicProps":false,"dynamicItems":false};export const check_queue: OptionValidator = validate22;const schema33 = {"description":"Another queue than the task's own","type":"string","pattern":"^[^\u0000]{1,64}$","x-problem":"is not the name of a queue"};const pattern6 = new RegExp("^[^\u0000]{1,64}$", "u");function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate22.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(errors === 0){if(typeof data === "string"){if(!pattern6.test(data)){validate22.errors = [{instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^[^\u0000]{1,64}$"},message:"must match pattern \""+"^[^\u0000]{1,64}$"+"\"",schema:"^[^\u0000]{1,64}$",parentSchema:schema33,data}];return false;}}else {validate22.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.type,parentSchema:schema33,data}];return false;}}validate22.errors = vErrors;return errors === 0;}validate22.evaluated = {"dynamicProps":false,"dynamicItems":false};export const check_unique: OptionValidator = validate23;const schema34 = {"description":"A key of its own in place of the task's, or false for none","type":["string","boolean"],"minLength":1,"maxLength":200,"not":{"const":true},"x-problem":"is neither a text of 1 to 200 characters nor false"};function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate23.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if((typeof data !== "string") && (typeof data !== "boolean")){validate23.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema34.type},message:"must be string,boolean",schema:schema34.type,parentSchema:schema34,data}];return false;}const _errs1 = errors;const _errs2 = errors;if(true !== data){const err0 = {};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}var valid0 = _errs2 === errors;if(valid0){validate23.errors = [{instancePath,schemaPath:"#/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema34.not,parentSchema:schema34,data}];return false;}else {errors = _errs1;if(vErrors !== null){if(_errs1){vErrors.length = _errs1;}else {vErrors = null;}}}if(errors === 0){if(typeof data === "string"){if(data.length > 200){validate23.errors = [{instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema34,data}];return false;}else {if(data.length < 1){validate23.errors = [{instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema34,data}];return false;}}}}validate23.errors = vErrors;return errors === 0;}validate23.evaluated = {"dynamicProps":false,"dynamicItems":false};export const check_priority: OptionValidator = validate24;const schema35 = {"description":"0 to 9, smaller runs sooner","type":"integer","minimum":0,"maximum":9,"x-problem":"is not a whole number from 0 to 9"};function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate24.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(!(((typeof data == "number") && (!(data % 1) && !isNaN(data))) && (isFinite(data)))){validate24.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema35.type,parentSchema:schema35,data}];return false;}if(errors === 0){if((typeof data == "number") && (isFinite(data))){if(data > 9 || isNaN(data)){validate24.errors = [{instancePath,schemaPath:"#/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9",schema:9,parentSchema:schema35,data}];return false;}else {if(data < 0 || isNaN(data)){validate24.errors = [{instancePath,schemaPath:"#/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema35,data}];return false;}}}}validate24.errors = vErrors;return errors === 0;}validate24.evaluated = {"dynamicProps":false,"dynamicItems":false};export const check_delay: OptionValidator = validate25;const schema36 = {"description":"Starts no sooner than this from now","type":["string","number"],"x-duration":true,"x-problem":"is not a duration: write a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d, or milliseconds"};function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate25.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if((typeof data !== "string") && (!((typeof data == "number") && (isFinite(data))))){validate25.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema36.type},message:"must be string,number",schema:schema36.type,parentSchema:schema36,data}];return false;}validate25.errors = vErrors;return errors === 0;}validate25.evaluated = {"dynamicProps":false,"dynamicItems":false};export const check_runAt: OptionValidator = validate26;const schema37 = {"description":"Starts no sooner than then: ISO 8601, or epoch milliseconds","type":["string","number"],"x-instant":true,"x-problem":"is not an ISO 8601 instant with a zone, as in 2026-03-29T09:00:00Z or 2026-03-29T11:00+02:00, or epoch milliseconds"};function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate26.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if((typeof data !== "string") && (!((typeof data == "number") && (isFinite(data))))){validate26.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema37.type},message:"must be string,number",schema:schema37.type,parentSchema:schema37,data}];return false;}validate26.errors = vErrors;return errors === 0;}validate26.evaluated = {"dynamicProps":false,"dynamicItems":false};export const check_expires: OptionValidator = validate27;const schema38 = {"description":"Cancelled when it has not started by then: duration from now, or ISO 8601","type":["string","number"],"x-duration":true,"x-problem":"is not a duration: write a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d, or milliseconds","x-instant":true};function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate27.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if((typeof data !== "string") && (!((typeof data == "number") && (isFinite(data))))){validate27.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema38.type},message:"must be string,number",schema:schema38.type,parentSchema:schema38,data}];return false;}validate27.errors = vErrors;return errors === 0;}validate27.evaluated = {"dynamicProps":false,"dynamicItems":false};export const check_timeout: OptionValidator = validate28;const schema39 = {"description":"Limit of an attempt; one value is the hard limit","type":["string","number","object"],"minProperties":1,"additionalProperties":false,"properties":{"soft":{"description":"The handler gets the abort signal","type":["string","number"],"x-duration":true,"x-problem":"is not a duration: write a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d, or milliseconds"},"hard":{"description":"The attempt is over","type":["string","number"],"x-duration":true,"x-problem":"is not a duration: write a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d, or milliseconds"}},"x-duration":true,"x-problem":{"minProperties":"has neither soft nor hard","type":"is not a duration: write a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d, or milliseconds"}};function validate28(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate28.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(((typeof data !== "string") && (!((typeof data == "number") && (isFinite(data))))) && (!(data && typeof data == "object" && !Array.isArray(data)))){validate28.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema39.type},message:"must be string,number,object",schema:schema39.type,parentSchema:schema39,data}];return false;}if(errors === 0){if(data && typeof data == "object" && !Array.isArray(data)){if(Object.keys(data).length < 1){validate28.errors = [{instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema39,data}];return false;}else {const _errs1 = errors;for(const key0 in data){if(!((key0 === "soft") || (key0 === "hard"))){validate28.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema39,data}];return false;break;}}if(_errs1 === errors){if(data.soft !== undefined){let data0 = data.soft;const _errs2 = errors;if((typeof data0 !== "string") && (!((typeof data0 == "number") && (isFinite(data0))))){validate28.errors = [{instancePath:instancePath+"/soft",schemaPath:"#/properties/soft/type",keyword:"type",params:{type: schema39.properties.soft.type},message:"must be string,number",schema:schema39.properties.soft.type,parentSchema:schema39.properties.soft,data:data0}];return false;}var valid0 = _errs2 === errors;}else {var valid0 = true;}if(valid0){if(data.hard !== undefined){let data1 = data.hard;const _errs4 = errors;if((typeof data1 !== "string") && (!((typeof data1 == "number") && (isFinite(data1))))){validate28.errors = [{instancePath:instancePath+"/hard",schemaPath:"#/properties/hard/type",keyword:"type",params:{type: schema39.properties.hard.type},message:"must be string,number",schema:schema39.properties.hard.type,parentSchema:schema39.properties.hard,data:data1}];return false;}var valid0 = _errs4 === errors;}else {var valid0 = true;}}}}}}validate28.errors = vErrors;return errors === 0;}validate28.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const check_maxAttempts: OptionValidator = validate29;const schema40 = {"description":"Attempts in all, the first included","type":"integer","minimum":1,"maximum":1000,"x-problem":"is not a whole number from 1 to 1000"};function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate29.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(!(((typeof data == "number") && (!(data % 1) && !isNaN(data))) && (isFinite(data)))){validate29.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema40.type,parentSchema:schema40,data}];return false;}if(errors === 0){if((typeof data == "number") && (isFinite(data))){if(data > 1000 || isNaN(data)){validate29.errors = [{instancePath,schemaPath:"#/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema40,data}];return false;}else {if(data < 1 || isNaN(data)){validate29.errors = [{instancePath,schemaPath:"#/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema40,data}];return false;}}}}validate29.errors = vErrors;return errors === 0;}validate29.evaluated = {"dynamicProps":false,"dynamicItems":false};export const check_tags: OptionValidator = validate30;const schema41 = {"description":"Tags, beside those of the task","type":"array","items":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},"x-flag":"tag","x-problem":"is not a list of words of letters, digits, _ . : and -, at most 64 long"};const pattern7 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$", "u");function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate30.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(errors === 0){if(Array.isArray(data)){var valid0 = true;const len0 = data.length;for(let i0=0; i0<len0; i0++){let data0 = data[i0];const _errs1 = errors;if(errors === _errs1){if(typeof data0 === "string"){if(!pattern7.test(data0)){validate30.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"#/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",parentSchema:schema41.items,data:data0}];return false;}}else {validate30.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema41.items.type,parentSchema:schema41.items,data:data0}];return false;}}var valid0 = _errs1 === errors;if(!valid0){break;}}}else {validate30.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema41.type,parentSchema:schema41,data}];return false;}}validate30.errors = vErrors;return errors === 0;}validate30.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};export const check_headers: OptionValidator = validate31;const schema42 = {"description":"Headers, texts by their names, at most 32","type":"object","maxProperties":32,"propertyNames":{"allOf":[{"pattern":"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$","x-problem":"is not a name of letters, digits, _ . and -, at most 64 long"},{"not":{"enum":["__proto__","constructor","prototype"]},"x-problem":"is a name that means something to objects, and is refused"},{"not":{"pattern":"^[sS][kK][eE][pP]-"},"x-problem":"begins with skep-, which is reserved"}]},"additionalProperties":{"type":"string","maxLength":1024,"x-problem":"is not a text of at most 1024 characters"},"x-flag":"header","x-problem":{"maxProperties":"are more than 32","type":"is not an object of texts"}};const pattern8 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$", "u");const pattern9 = new RegExp("^[sS][kK][eE][pP]-", "u");function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate31.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(errors === 0){if(data && typeof data == "object" && !Array.isArray(data)){if(Object.keys(data).length > 32){validate31.errors = [{instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 32},message:"must NOT have more than 32 properties",schema:32,parentSchema:schema42,data}];return false;}else {for(const key0 in data){const _errs1 = errors;const _errs2 = errors;if(typeof key0 === "string"){if(!pattern8.test(key0)){const err0 = {instancePath,schemaPath:"#/propertyNames/allOf/0/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$",parentSchema:schema42.propertyNames.allOf[0],data:key0,propertyName:key0};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}var valid1 = _errs2 === errors;if(valid1){const _errs3 = errors;const _errs4 = errors;const _errs5 = errors;if(!(((key0 === "__proto__") || (key0 === "constructor")) || (key0 === "prototype"))){const err1 = {};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}var valid2 = _errs5 === errors;if(valid2){const err2 = {instancePath,schemaPath:"#/propertyNames/allOf/1/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema42.propertyNames.allOf[1].not,parentSchema:schema42.propertyNames.allOf[1],data:key0,propertyName:key0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}else {errors = _errs4;if(vErrors !== null){if(_errs4){vErrors.length = _errs4;}else {vErrors = null;}}}var valid1 = _errs3 === errors;if(valid1){const _errs6 = errors;const _errs7 = errors;const _errs8 = errors;if(typeof key0 === "string"){if(!pattern9.test(key0)){const err3 = {};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}var valid3 = _errs8 === errors;if(valid3){const err4 = {instancePath,schemaPath:"#/propertyNames/allOf/2/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema42.propertyNames.allOf[2].not,parentSchema:schema42.propertyNames.allOf[2],data:key0,propertyName:key0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}else {errors = _errs7;if(vErrors !== null){if(_errs7){vErrors.length = _errs7;}else {vErrors = null;}}}var valid1 = _errs6 === errors;}}var valid0 = _errs1 === errors;if(!valid0){const err5 = {instancePath,schemaPath:"#/propertyNames",keyword:"propertyNames",params:{propertyName: key0},message:"property name must be valid",schema:schema42.propertyNames,parentSchema:schema42,data};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;validate31.errors = vErrors;return false;break;}}if(valid0){for(const key1 in data){let data0 = data[key1];const _errs10 = errors;if(errors === _errs10){if(typeof data0 === "string"){if(data0.length > 1024){validate31.errors = [{instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters",schema:1024,parentSchema:schema42.additionalProperties,data:data0}];return false;}}else {validate31.errors = [{instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema42.additionalProperties.type,parentSchema:schema42.additionalProperties,data:data0}];return false;}}var valid4 = _errs10 === errors;if(!valid4){break;}}}}}else {validate31.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema42.type,parentSchema:schema42,data}];return false;}}validate31.errors = vErrors;return errors === 0;}validate31.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
/** One for each option: it stops at the first violation. */
export const OPTION_VALIDATORS: Readonly<Record<keyof EnqueueOptions, OptionValidator>> = { id: check_id, queue: check_queue, unique: check_unique, priority: check_priority, delay: check_delay, runAt: check_runAt, expires: check_expires, timeout: check_timeout, maxAttempts: check_maxAttempts, tags: check_tags, headers: check_headers };
