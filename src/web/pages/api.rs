//! The description of the API to be read: the page at `/api` is made of what `/openapi.json` says, and says nothing
//! that is not there.

use askama::Template;
use serde_json::Value;

use super::Frame;
use super::text::Text;
use crate::seal::trust_list::TrustList;
use crate::web::problem::Kind;
use crate::words::{Lang, key, say};

/// Whose site the examples ask, where there is no LSP.
const SITE: &str = "https://cek.lsp.example";

/// What a body of each type is called in an example.
const BODIES: [(&str, &str); 3] = [
    ("application/x-ndjson", "--data-binary @tokens.ndjson -H 'Content-Type: application/x-ndjson'"),
    ("multipart/form-data", "-F file=@sertifikat.pdf"),
    ("application/octet-stream", "--data-binary @sertifikat.pdf -H 'Content-Type: application/octet-stream'"),
];

#[derive(Template)]
#[template(path = "pages/api.html")]
struct Page<'a> {
    frame: Frame<'a>,
    /// What stands before everything, a paragraph each.
    about: Vec<Marked>,
    groups: Vec<Group>,
    schemas: Vec<Schema>,
    kinds: Vec<Kind>,
}

/// Addresses of one subject.
struct Group {
    name: Text,
    operations: Vec<Operation>,
}

/// A method of an address.
struct Operation {
    id: String,
    method: String,
    path: String,
    summary: Marked,
    about: Vec<Marked>,
    only_with_records: bool,
    parameters: Vec<Member>,
    bodies: Vec<Content>,
    answers: Vec<Answer>,
    example: String,
}

/// A status, and what comes with it.
struct Answer {
    status: String,
    about: Vec<Marked>,
    contents: Vec<Content>,
}

/// A media type, and what is in it.
struct Content {
    kind: String,
    holds: Type,
}

/// What the description calls by a name.
struct Schema {
    name: String,
    about: Vec<Marked>,
    /// What else it has all members of.
    of: Vec<Type>,
    words: Vec<String>,
    members: Vec<Member>,
}

/// A parameter, or a member of an object.
struct Member {
    name: String,
    required: bool,
    holds: Type,
    about: Vec<Marked>,
}

/// What a value may be: `list of Row`, of which one word may lead to a schema.
#[derive(Default)]
struct Type {
    before: String,
    schema: String,
    after: String,
}

/// Text in which every other piece is code.
struct Marked(Vec<String>);

/// The page, with examples that ask the site of this service.
pub(in crate::web) fn page(
    frame: Frame<'_>,
    description: &Value,
    kinds: Vec<Kind>,
    trust: &TrustList,
) -> askama::Result<String> {
    let own = trust.lsps().iter().find(|lsp| trust.is_here(&lsp.id)).or_else(|| trust.lsps().first());
    let site = own.map_or_else(|| SITE.to_owned(), |lsp| lsp.site.to_string());
    let schemas =
        entries(&description["components"]["schemas"]).map(|(name, schema)| Schema::of(name, schema)).collect();
    let groups = [
        ("certificates", Text::from(key!("pages-api-certificates"))),
        ("feed", Text::from(key!("pages-api-feed"))),
        ("lists", Text::from(key!("pages-api-lists"))),
        ("service", Text::from(key!("pages-api-service"))),
    ];
    let tagged = |tag: &str| {
        let operations = entries(&description["paths"])
            .flat_map(|(path, methods)| entries(methods).map(move |(method, operation)| (path, method, operation)));
        operations
            .filter(|(.., operation)| operation["tags"][0] == tag)
            .map(|(path, method, operation)| Operation::of(path, method, operation, description, &site))
            .collect::<Vec<_>>()
    };
    let known: Vec<Group> = groups.into_iter().map(|(tag, name)| Group { name, operations: tagged(tag) }).collect();
    Page { frame, about: paragraphs(&description["info"]), groups: known, schemas, kinds }.render()
}

/// The members of an object; none of anything else.
fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The paragraphs of a description.
fn paragraphs(described: &Value) -> Vec<Marked> {
    let paragraphs = text(&described["description"]).split("\n\n").map(str::trim);
    paragraphs.filter(|paragraph| !paragraph.is_empty()).map(Marked::new).collect()
}

impl Marked {
    fn new(text: &str) -> Self {
        Self(text.split('`').map(str::to_owned).collect())
    }

    /// Each piece, and whether it is code.
    fn pieces(&self) -> impl Iterator<Item = (bool, &str)> {
        self.0.iter().enumerate().map(|(at, piece)| (at % 2 == 1, piece.as_str()))
    }
}

impl Operation {
    fn of(path: &str, method: &str, operation: &Value, description: &Value, site: &str) -> Self {
        let parameter = |of: &Value| Member {
            name: text(&of["name"]).to_owned(),
            required: of["required"] == true,
            holds: Type::of(&of["schema"]),
            about: paragraphs(of),
        };
        let answer = |(status, of): (&str, &Value)| Answer {
            status: status.to_owned(),
            about: paragraphs(of),
            contents: contents(&of["content"]),
        };
        let mut summary = text(&operation["summary"]).to_owned();
        if !summary.ends_with('.') {
            summary.push('.');
        }
        Self {
            id: text(&operation["operationId"]).to_owned(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: Marked::new(&summary),
            about: paragraphs(operation),
            only_with_records: operation["x-absah-only"] == "serve",
            parameters: list(&operation["parameters"]).map(parameter).collect(),
            bodies: contents(&operation["requestBody"]["content"]),
            answers: entries(&operation["responses"]).map(answer).collect(),
            example: example(path, method, operation, description, site),
        }
    }
}

fn contents(of: &Value) -> Vec<Content> {
    entries(of).map(|(kind, of)| Content { kind: kind.to_owned(), holds: Type::of(&of["schema"]) }).collect()
}

/// What to type to ask an address.
fn example(path: &str, method: &str, operation: &Value, description: &Value, site: &str) -> String {
    let mut path = path.to_owned();
    for parameter in list(&operation["parameters"]) {
        let shown = parameter.get("example").unwrap_or(&Value::Null);
        let shown = shown.as_str().map_or_else(|| shown.to_string(), str::to_owned);
        path = path.replace(&format!("{{{}}}", text(&parameter["name"])), &shown);
    }
    let mut command = format!("curl {}{path}", site.trim_end_matches('/'));
    if method == "delete" {
        command += " -X DELETE";
    }
    let alternatives: Vec<&Value> = list(&operation["security"]).collect();
    if !alternatives.is_empty() && alternatives.iter().all(|one| entries(one).next().is_some()) {
        command += " -H 'Authorization: Bearer absah_…'";
    }
    let contents = &operation["requestBody"]["content"];
    if let Some(json) = contents.get("application/json") {
        command += &format!(" --json '{}'", sample(&json["schema"], description));
    } else if let Some((_, body)) = BODIES.iter().find(|(kind, _)| contents.get(kind).is_some()) {
        command = format!("{command} {body}");
    } else if operation["responses"]["200"]["content"].get("text/html").is_some() {
        command += " -H 'Accept: application/json'";
    }
    command
}

/// A body of the members that have an example.
fn sample(schema: &Value, description: &Value) -> Value {
    let schema = match schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        Some(pointer) => description.pointer(pointer).unwrap_or(schema),
        None => schema,
    };
    let shown =
        entries(&schema["properties"]).filter_map(|(name, of)| Some((name.to_owned(), of.get("example")?.clone())));
    Value::Object(shown.collect())
}

impl Schema {
    fn of(name: &str, schema: &Value) -> Self {
        let parts: Vec<&Value> = list(&schema["allOf"]).chain(list(&schema["oneOf"])).collect();
        let objects = || std::iter::once(schema).chain(parts.iter().copied());
        let member = |object: &Value, name: &str, of: &Value| Member {
            name: name.to_owned(),
            required: list(&object["required"]).any(|required| required == name),
            holds: Type::of(of),
            about: paragraphs(of),
        };
        Self {
            name: name.to_owned(),
            about: paragraphs(schema),
            of: parts.iter().filter(|part| part.get("$ref").is_some()).map(|part| Type::of(part)).collect(),
            words: list(&schema["enum"]).map(|word| text(word).to_owned()).collect(),
            members: objects()
                .flat_map(|object| entries(&object["properties"]).map(move |(name, of)| member(object, name, of)))
                .collect(),
        }
    }
}

impl Type {
    fn of(schema: &Value) -> Self {
        if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
            return Self { schema: name.to_owned(), ..Self::default() };
        }
        let choices: Vec<Self> = list(&schema["oneOf"]).map(Self::of).collect();
        if !choices.is_empty() {
            return choices.into_iter().reduce(Self::or).unwrap_or_default();
        }
        if schema["type"] == "array" {
            let of = Self::of(&schema["items"]);
            return Self { before: format!("list of {}", of.before), ..of };
        }
        let named = |kind: &str| match (kind, text(&schema["format"])) {
            ("null", _) | (_, "" | "int32" | "int64") => kind.to_owned(),
            (_, "binary") => "bytes".to_owned(),
            (_, "date") => "day, such as 2026-12-18".to_owned(),
            (_, "date-time") => "instant, such as 2026-12-18T05:19:07Z".to_owned(),
            (kind, format) => format!("{kind} ({format})"),
        };
        let kinds: Vec<String> = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().map(|kind| named(text(kind))).collect(),
            kind => vec![named(kind.as_str().unwrap_or("anything"))],
        };
        Self { before: kinds.join(" or "), ..Self::default() }
    }

    fn or(self, other: Self) -> Self {
        // One schema leads somewhere; a second is named only.
        if self.schema.is_empty() {
            Self { before: format!("{} or {}", self.before, other.before), ..other }
        } else {
            let other = format!("{}{}{}", other.before, other.schema, other.after);
            Self { after: format!("{} or {other}", self.after), ..self }
        }
    }
}
