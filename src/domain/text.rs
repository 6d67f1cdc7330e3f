//! Types that are a text of one form. Each is read once, where the text comes in, by [`FromStr`](std::str::FromStr); serde
//! reads and writes it as that text, under the same form.

/// Has serde read and write a type as its text.
macro_rules! as_text {
    ($name:ident, $error:ident) => {
        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    };
}

/// Makes types of a form: a function that gives the text as it is kept, or nothing where what it was given is none.
macro_rules! texts {
    ($form:path, $error:ident; $($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, serde::Deserialize, Hash, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl std::str::FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                $form(text).map(Self).ok_or($error)
            }
        }

        $crate::domain::text::as_text!($name, $error);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl $name {
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    )+ };
}

pub(crate) use {as_text, texts};

#[cfg(test)]
mod tests {
    use crate::domain::scheme::{InvalidSchemeCode, SchemeCode};

    #[test]
    fn a_text_of_another_form_is_refused_whichever_way_it_comes_in() {
        let code: SchemeCode = " cs-01 ".parse().expect("a code");
        assert_eq!((code.as_str(), code.to_string()), ("CS-01", "CS-01".to_owned()));
        assert_eq!(serde_json::to_string(&code).expect("JSON"), "\"CS-01\"");
        assert_eq!(serde_json::from_str::<SchemeCode>("\"cs-01\"").expect("a code"), code);
        assert_eq!("CS 01".parse::<SchemeCode>(), Err(InvalidSchemeCode));
        let refused = serde_json::from_str::<SchemeCode>("\"CS 01\"").expect_err("no code").to_string();
        assert_eq!(refused, InvalidSchemeCode.to_string());
    }
}
